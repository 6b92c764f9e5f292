"""What a commenter types, as HTML."""

import re
import time

import pytest

from newsroom.lib.markup import render_comment

RENDERED = {
    "Hello.": "<p>Hello.</p>",
    "One.\nTwo.\n\nThree.": "<p>One.<br>Two.</p>\n\n<p>Three.</p>",
    "<b>bold</b> & 'quoted' \"twice\"": "<p>&lt;b&gt;bold&lt;/b&gt; &amp; 'quoted' \"twice\"</p>",
    "&lt;b&gt; &amp;amp;": "<p>&amp;lt;b&amp;gt; &amp;amp;amp;</p>",
    "<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "{{ name }} {% now %}": "<p>{{ name }} {% now %}</p>",
    "write to me@example.org": "<p>write to me@example.org</p>",
    "javascript:alert(1) data:text/html,x ftp://a.example": "<p>javascript:alert(1) data:text/html,x ftp://a.example</p>",
    "العبّارة تأخّرت": "<p>العبّارة تأخّرت</p>",
}


@pytest.mark.parametrize(("typed", "rendered"), RENDERED.items())
def test_a_comment_is_paragraphs_and_text(typed, rendered):
    """S14."""
    assert render_comment(typed) == rendered


LINKS = {
    "https://example.org/a?b=1&c=2": "https://example.org/a?b=1&amp;c=2",
    "see (http://example.org).": "http://example.org",
    "HTTPS://example.org/": "https://example.org/",
    "www.example.org": "http://www.example.org",
    'https://example.org/"onmouseover="alert(1)': "https://example.org/",
    "https://example.org/<b>": "https://example.org/",
    "https://example.org/?q='><img src=x>": "https://example.org/?q=",
}


@pytest.mark.parametrize(("typed", "href"), LINKS.items())
def test_an_address_is_a_link_that_the_paper_does_not_vouch_for(typed, href):
    """S14, S32."""
    links = re.findall(r"<a [^>]*>", render_comment(typed))
    assert links == [f'<a href="{href}" rel="ugc nofollow noopener noreferrer">']


@pytest.mark.parametrize(
    "typed", [*RENDERED, *LINKS, "<p onclick=x>", "</p></div></article>", "<!--", "]]>", "<a\nhref=//x>"]
)
def test_no_element_comes_out_but_three(typed):
    """S14: whatever goes in."""
    elements = re.findall(r"<\s*/?\s*([a-z]+)([^>]*)>", render_comment(typed))
    assert {name for name, _ in elements} <= {"p", "br", "a"}
    assert all(name == "a" or not attributes for name, attributes in elements)


@pytest.mark.parametrize(
    "piece", ["(", ")", "&", "&amp;", ":.;", "<", "http://", "a@", "www.", "\n\n", "[(", "_", "a.com/"]
)
def test_a_long_comment_is_rendered_at_once(piece):
    """S23: no time that grows with the square."""
    began = time.process_time()
    render_comment(piece * (5000 // len(piece)))
    assert time.process_time() - began < 1
