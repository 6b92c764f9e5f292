"""What the paper costs to run, measured. Each module that `QUESTIONS` names answers one question.

A question has `HELP`, `add_arguments(parser)` and `run(options, write)`. It hands every line that it has to say to
`write`, and returns the same figures as what JSON can hold.
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
