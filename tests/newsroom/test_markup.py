"""What a commenter types, as HTML."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.lib.html import plain
from newsroom.lib.markup import DEEPEST, MARKS, render_comment

LONGEST_COMMENT = 5000
ELEMENTS = {"p", "br", "a", "em", "strong", "blockquote"}
REL = 'rel="ugc nofollow noopener noreferrer"'


def without_rel(html):
    return html.replace(f" {REL}", "").replace("<br>\n", "<br>")


RENDERED = {
    "Hello.": "<p>Hello.</p>",
    "One.\nTwo.\n\nThree.": "<p>One.<br>Two.</p><p>Three.</p>",
    "One.\r\nTwo.\r\n\r\nThree.": "<p>One.<br>Two.</p><p>Three.</p>",
    "*one* _two_ **three** __four__ ***five***": (
        "<p><em>one</em> <em>two</em> <strong>three</strong> <strong>four</strong> <em><strong>five</strong></em></p>"
    ),
    "*two\nlines*": "<p><em>two<br>lines</em></p>",
    "*not\n\nacross*": "<p>*not</p><p>across*</p>",
    "> One.\n> Two.": "<blockquote><p>One.<br>Two.</p></blockquote>",
    "> One.\n>\n> *Two.*": "<blockquote><p>One.</p><p><em>Two.</em></p></blockquote>",
    "> One.\nNo.": "<blockquote><p>One.</p></blockquote><p>No.</p>",
    "He said\n> One.\n\n> Two.": "<p>He said</p><blockquote><p>One.</p></blockquote><blockquote><p>Two.</p></blockquote>",
    ">> One.\n> Two.\n\nNo.": "<blockquote><blockquote><p>One.</p></blockquote><p>Two.</p></blockquote><p>No.</p>",
    "العبّارة *تأخّرت*": "<p>العبّارة <em>تأخّرت</em></p>",
    "": "",
}
AS_TYPED = [
    "<b>bold</b> & 'quoted' \"twice\"",
    "&lt;b&gt; &amp;amp;",
    "<script>alert(1)</script>",
    "{{ name }} {% now %}",
    "write to me@example.org, or me@www.example.org",
    "javascript:alert(1) data:text/html,x ftp://a.example mailto:a@b.example",
    "[one](javascript:alert(1)) [two](data:x) [three](//evil.example) [four](/admin/) [five]() [six] [seven][8]",
    "[one](https://[::1]/) [two](https://)",
    "# Heading",
    "- one",
    "1. one",
    "    indented",
    "`code` ``` ~~~ ~~gone~~",
    "| a | b |",
    "![](x) <!-- --> ---",
    "2 * 3 * 4, snake_case_name, * one, ** two **, _",
    ">no quote",
    ">:(",
    ">",
    "**",
    "\\*one\\ &#42; &nbsp;",
]


@pytest.mark.parametrize(("typed", "html"), RENDERED.items())
def test_a_few_marks_are_known(typed, html):
    assert without_rel(render_comment(typed)) == html


@pytest.mark.parametrize("typed", AS_TYPED)
def test_everything_else_is_text_as_typed(typed):
    """S14."""
    html = render_comment(typed)
    assert set(re.findall(r"</?([a-z]+)", html)) == {"p"}
    assert plain(html) == typed.strip()


ADDRESSES = {
    "https://example.org/a?b=1&c=2": ("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&amp;c=2"),
    "see (http://example.org).": ("http://example.org", "http://example.org"),
    "HTTPS://Example.org/": ("https://example.org/", "https://example.org/"),
    "www.example.org/a": ("https://www.example.org/a", "www.example.org/a"),
    'https://example.org/"onmouseover="alert(1)': ("https://example.org/", "https://example.org/"),
    "https://example.org/<b>": ("https://example.org/", "https://example.org/"),
    "https://example.org/?q='><img src=x>": ("https://example.org/?q=", "https://example.org/?q="),
    "**https://example.org/a_b_c*d**": ("https://example.org/a_b_c*d", "https://example.org/a_b_c*d"),
    "https://example.org's": ("https://example.org", "https://example.org"),
    "看https://example.org。": ("https://example.org", "https://example.org"),
    f"https://example.org/{'a' * 90}": (f"https://example.org/{'a' * 90}", f"https://example.org/{'a' * 40}…"),
    "https://bank.example@evil.example/a": ("https://evil.example/a", "https://evil.example/a"),
    "https://аррӏе.com/a": ("https://xn--80ak6aa92e.com/a", "https://xn--80ak6aa92e.com/a"),
    "https://münchen.example/a": ("https://xn--mnchen-3ya.example/a", "https://münchen.example/a"),
    "https://evil.example/אבג/bank": ("https://evil.example/אבג/bank", "https://evil.example/…"),
}


@pytest.mark.parametrize(("typed", "link"), ADDRESSES.items())
def test_an_address_is_a_link_that_the_paper_does_not_vouch_for_and_shows_its_host(typed, link):
    """S14, S32."""
    assert re.findall(rf'<a href="([^"]*)" {REL}>(.*?)</a>', render_comment(typed)) == [link]


LINKS = {
    "[here](https://example.org/a_(b))": '<a href="https://example.org/a_(b)">here</a> (example.org)',
    "[**so** it *is*](www.example.org)": (
        '<a href="https://www.example.org"><strong>so</strong> it <em>is</em></a> (www.example.org)'
    ),
    "[https://bank.example](https://evil.example/a)": (
        '<a href="https://evil.example/a">https://bank.example</a> (evil.example)'
    ),
    "[bank.example](https://bank.example@evil.example)": '<a href="https://evil.example">bank.example</a> (evil.example)',
    "[pay](https://аррӏе.com/)": '<a href="https://xn--80ak6aa92e.com/">pay</a> (xn--80ak6aa92e.com)',
    "[https://аррӏе.com](https://аррӏе.com)": (
        '<a href="https://xn--80ak6aa92e.com">https://аррӏе.com</a> (xn--80ak6aa92e.com)'
    ),
    "[один](https://пример.рф)": '<a href="https://xn--e1afmkfd.xn--p1ai">один</a> (пример.рф)',
    "[example.org](https://example.org/a)": '<a href="https://example.org/a">example.org</a>',
    "[https://example.org/b](https://example.org/a)": '<a href="https://example.org/a">https://example.org/b</a>',
    "[example.org.evil.example](https://example.org/)": (
        '<a href="https://example.org/">example.org.evil.example</a> (example.org)'
    ),
    "![a](https://example.org/a.png)": '![a](<a href="https://example.org/a.png">https://example.org/a.png</a>)',
}


@pytest.mark.parametrize(("typed", "html"), LINKS.items())
def test_a_link_says_where_it_leads_unless_its_words_do(typed, html):
    """S32."""
    assert without_rel(render_comment(typed)) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "typed", [*AS_TYPED, *ADDRESSES, *LINKS, "<p onclick=x>", "</p></div></article>", "<!--", "]]>", "<a\nhref=//x>"]
)
def test_no_element_comes_out_but_six(typed):
    """S14: whatever goes in."""
    elements = re.findall(r"<\s*/?\s*([a-z]+)([^>]*)>", render_comment(typed))
    assert {name for name, _ in elements} <= ELEMENTS
    assert all(name == "a" or not attributes for name, attributes in elements)


PIECES = [
    *(
        "*",
        "_",
        "[",
        "]",
        "(",
        ")",
        ">",
        "> ",
        "&",
        "&amp;",
        "<",
        "`",
        "\\",
        "http://",
        "https://é",
        "a@",
        "www.",
        "\n\n",
    ),
    *(
        "**a",
        "*a ",
        "*a_",
        "**a*b",
        "[(",
        "![",
        "[a](",
        "[a](https://e.org",
        "https://)",
        "https://a(",
        "\n> ",
        "\n>>> *a",
    ),
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_comment_is_rendered_with_bounded_nesting_and_loses_no_words(piece):
    """S23: no recursion, no depth that grows with the text, no output that outgrows it."""
    half = piece * (LONGEST_COMMENT // 2 // len(piece))
    html = render_comment(f"{half} mackerel {half[::-1]}")
    assert "mackerel" in html
    assert deepest(html) <= 2 * DEEPEST + 2
    assert len(html) < 40 * LONGEST_COMMENT


def deepest(html):
    depths = [0]
    for closing, name in re.findall(r"<(/?)([a-z]+)", html):
        if name != "br":
            depths.append(depths[-1] + (-1 if closing else 1))
    return max(depths)


def test_emphasis_beyond_the_deepest_is_as_typed():
    assert plain(render_comment("*a **b *c **d *e* d** c* b** a*")) == "a b c d *e* d c b a"


def test_quotes_beyond_the_deepest_are_one_quote():
    assert render_comment(f"{'>' * 3000} One.").count("<blockquote>") == DEEPEST


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.sampled_from([*PIECES, "a", "b c", " ", "\n", "https://example.org/"]), max_size=30).map("".join))
def test_whatever_is_typed_is_sanitised_and_well_formed(typed):
    """S14."""
    html = render_comment(typed)
    names = re.findall(r"<(/?)([a-z]+)", html)
    assert {name for _, name in names} <= ELEMENTS
    for name in ELEMENTS - {"br"}:
        assert names.count(("", name)) == names.count(("/", name))
    assert html.count("<a ") == html.count(REL)


def test_the_marks_can_be_told_in_a_sentence():
    html = render_comment(str(MARKS))
    assert all(f"<{name}" in html for name in ("em", "strong", "a"))
