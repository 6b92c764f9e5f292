"""Figures are drawn so that the eye compares them: every small chart has the same axes."""

from xml.etree import ElementTree

import pytest

from newsroom.benchmarks.charts import Panel, _round_up, small_multiples

SVG = "{http://www.w3.org/2000/svg}"
FLAT = Panel("front", "× 1.00", [(1000, 10, 12), (100_000, 10, 14), (1_000_000, 10, 15)])
GROWING = Panel("search & find", "× 8.00", [(1000, 10, 11), (100_000, 40, 50), (1_000_000, 80, 97)])


def drawn(*panels):
    return ElementTree.fromstring(small_multiples(panels, "Milliseconds by size"))


def heights(chart, number):
    """Return the heights of the dots in one of the charts, from below."""
    group = chart.findall(f"{SVG}g")[number]
    return [float(dot.get("cy")) for dot in group.findall(f"{SVG}circle")]


def test_what_does_not_grow_is_a_level_line_and_what_grows_rises():
    chart = drawn(FLAT, GROWING)
    assert len(set(heights(chart, 0))) == 1
    assert heights(chart, 1) == sorted(heights(chart, 1), reverse=True)
    assert heights(chart, 0)[0] == heights(chart, 1)[0]


def test_a_chart_names_its_page_its_ratio_and_its_sizes():
    words = [text.text for text in drawn(GROWING).iter(f"{SVG}text")]
    assert {"search & find", "× 8.00", "1k", "100k", "1M", "100"} <= set(words)


def test_a_chart_may_be_read_in_light_and_in_dark_and_by_a_screen_reader():
    svg = small_multiples([FLAT], "Milliseconds by size")
    assert "prefers-color-scheme: dark" in svg
    assert 'role="img" aria-label="Milliseconds by size"' in svg


@pytest.mark.parametrize(("value", "top"), [(97, 100), (15, 20), (41, 60), (8, 8), (0.4, 1), (1096, 2000)])
def test_an_axis_ends_at_a_round_number(value, top):
    assert _round_up(value) == top
