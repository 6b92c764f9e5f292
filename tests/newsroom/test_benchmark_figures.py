"""What is counted and timed becomes figures that can be compared."""

import pytest

from newsroom.benchmarks.client import Answer, Load
from newsroom.benchmarks.figures import median, percentile, table


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        (range(1, 101), 95, 95),
        (range(1, 21), 95, 19),
        ([3, 1, 2], 50, 2),
        ([1, 2, 3, 4], 50, 2),
        ([1, 2, 3], 95, 3),
        ([7], 95, 7),
        ([7, 8], 0, 7),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(values, percent, expected):
    assert percentile(list(values), percent) == expected


def test_the_median_does_not_mind_the_order():
    assert median([9, 1, 5, 7, 3]) == 5


def test_a_table_has_words_to_the_left_and_numbers_to_the_right():
    rows = [{"page": "front", "queries": 8, "ms": 4.25}, {"page": "a", "queries": 1200, "ms": 12.5}]
    assert table(rows).splitlines() == [
        "page   queries    ms",
        "front        8  4.25",
        "a        1,200  12.5",
    ]


def test_a_load_says_how_many_came_and_how_long_they_took():
    load = Load([Answer(200, 0.010), Answer(503, 0.030), Answer(200, 0.020), None], seconds=2)
    assert load.rate == 1.5
    assert load.times() == {"median ms": 20.0, "p95 ms": 30.0}
    assert load.statuses == {200: 2, 503: 1}
