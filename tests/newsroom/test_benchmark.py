"""`manage.py benchmark` asks one of several questions, and says the answer to people or to programs."""

import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from newsroom.benchmarks import QUESTIONS, questions


@pytest.fixture
def ask(monkeypatch):
    """Ask the benchmark, which has one question; return what it printed and what it said beside it."""

    def run(options, write):
        write(f"{options['pounds']} pounds are heavy")
        return [{"pounds": options["pounds"]}]

    weight = SimpleNamespace(
        HELP="How heavy it is.", add_arguments=lambda parser: parser.add_argument("--pounds", type=int), run=run
    )
    monkeypatch.setattr("newsroom.management.commands.benchmark.questions", lambda: {"weight": weight})

    def ask(*arguments):
        out, beside = io.StringIO(), io.StringIO()
        call_command("benchmark", *arguments, stdout=out, stderr=beside, no_color=True)
        return out.getvalue(), beside.getvalue()

    return ask


def test_without_a_question_it_lists_them(ask):
    assert ask() == ("weight    How heavy it is.\n", "")


def test_a_question_gets_its_own_options_and_says_its_answer(ask):
    assert ask("weight", "--pounds", "7") == ("7 pounds are heavy\n", "")


def test_a_program_gets_nothing_but_figures(ask):
    printed, beside = ask("weight", "--pounds", "7", "--json")
    assert json.loads(printed) == [{"pounds": 7}]
    assert beside == "7 pounds are heavy\n"


def test_what_is_no_question_is_refused(ask):
    with pytest.raises(CommandError, match="'height'"):
        ask("height")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_says_what_it_measures_and_measures_it(name):
    question = questions()[name]
    assert question.HELP.endswith(".")
    assert callable(question.add_arguments)
    assert callable(question.run)
