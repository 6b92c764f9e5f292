"""Benchmarks. Each module in `QUESTIONS` is one benchmark.

A benchmark has `HELP`, `add_arguments(parser)` and `run(options, write)`. It passes each line of output to
`write`, and returns the same figures in a form that JSON can hold.
"""

from importlib import import_module
from types import ModuleType

QUESTIONS = (
    "approval",
    "goals",
    "growth",
    "hot",
    "memory",
    "pages",
    "posting",
    "queue",
    "reads",
    "search",
    "spam",
    "thread",
)


def questions() -> dict[str, ModuleType]:
    return {name: import_module(f"{__name__}.{name}") for name in QUESTIONS}
