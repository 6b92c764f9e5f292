"""What is to be reached is compared with what was measured, and the worst of it counts."""

import pytest

from newsroom.benchmarks.goals import GOALS, Goal

_HOT = {"of the bare WSGI callable": 0.9, "of the bare Django view": 2.2}
ANSWERS = {
    "hot": [
        {"page": f"{page}"} | _HOT for page in ("article, kept", "article, built", "front, built", "section, built")
    ],
    "growth": [{"page": "front", "times the first": 1.0}, {"page": "topic", "times the first": 1.5}],
    "thread": [
        {"comments": 20, "page": "First", "times the first": 1.0},
        {"comments": 50_000, "page": "First", "times the first": 1.25},
        {"comments": 50_000, "page": "Newest", "times the first": 2.0},
    ],
    "search": {"time": [{"words": "rare", "p95 ms": 200}, {"words": "all", "p95 ms": 80}]},
    "posting": [
        {"posted to": "a bare view, one row", "a second": 900, "lost": 0, "doubled": 0},
        {"posted to": "the form, no comments yet", "a second": 600, "lost": 0, "doubled": 1},
        {"posted to": "the form, 20,000 in the last hour", "a second": 510, "lost": 0, "doubled": 0},
    ],
    "approval": [{"longest ms": 290}, {"longest ms": 240}],
    "memory": [{"requests": 0, "MB": 80}, {"requests": 50, "MB": 120}, {"requests": 100, "MB": 121}],
    "transfer": {"HTML": 9000, "CSS": 9000, "JS": 6000, "fonts": 59_000},
}


@pytest.fixture(scope="module")
def rows():
    return {goal.what: goal.row(ANSWERS) for goal in GOALS}


@pytest.mark.parametrize(
    ("what", "measured", "reached"),
    [
        ("hot article of the bare WSGI callable", 0.9, "yes"),
        ("any page in the largest archive, times the smallest", 1.5, "no"),
        ("article with 50,000 comments, times one with 20", 1.25, "yes"),
        ("search in the largest archive, p95, ms", 80, "yes"),
        ("comments accepted a second", 510, "yes"),
        ("comments lost or doubled", 1, "no"),
        ("an approval seen, ms", 290, "yes"),
        ("memory of a worker, MB", 121, "yes"),
        ("article with fonts, kB", 83, "yes"),
        ("article without fonts, kB", 24, "yes"),
    ],
)
def test_a_goal_says_what_was_measured_and_whether_it_is_enough(rows, what, measured, reached):
    assert (rows[what]["measured"], rows[what]["reached"]) == (measured, reached)


def test_every_goal_finds_its_figure(rows):
    assert len(rows) == len(GOALS)


def test_what_is_exactly_reached_is_reached():
    assert Goal("a mile", 4, lambda answers: 4).row({})["reached"] == "yes"
    assert Goal("a mile", 4, lambda answers: 3.99, is_least=True).row({})["reached"] == "no"
