"""What people typed reaches a page only as what the paper prints."""

import pytest
from django.conf import settings
from django_prose_editor.config import allowlist_from_extensions

from newsroom.lib import html
from newsroom.lib.html import clean_comment, clean_copy, plain

# What the editor makes with each of its extensions: such copy must come through a save unchanged.
FROM_THE_EDITOR = {
    "Bold": "<p><strong>One</strong></p>",
    "Italic": "<p><em>One</em></p>",
    "Subscript": "<p>H<sub>2</sub>O</p>",
    "Superscript": "<p>x<sup>2</sup></p>",
    "Heading": "<h2>One</h2><h3>Two</h3>",
    "BulletList": "<ul><li><p>One</p></li><li><p>Two</p><ul><li><p>Three</p></li></ul></li></ul>",
    "OrderedList": '<ol start="3" type="a"><li><p>One</p></li></ol>',
    "ListItem": "<ul><li><p>One</p></li></ul>",
    "Blockquote": "<blockquote><p>One</p></blockquote>",
    "NodeClass": '<blockquote class="pullquote"><p>“One.”</p></blockquote>',
    "HorizontalRule": "<p>One</p><hr><p>Two</p>",
    "HardBreak": "<p>One<br>Two</p>",
    "Link": '<p><a href="https://example.org/?a=1&amp;b=2#c" title="There">One</a></p>',
    "Image": '<img src="/media/pictures/a.jpg" alt="Fog" width="90" height="60">',
    "Figure": '<figure><img src="/media/pictures/a.jpg" alt="Fog" width="90" height="60"></figure>',
    "Caption": '<figure><img src="/media/a.jpg" alt=""><figcaption>The <em>quay</em></figcaption></figure>',
    "Table": '<table><tbody><tr><td colspan="1" rowspan="1"><p>One</p></td></tr></tbody></table>',
    "TableRow": "<table><tbody><tr><td><p>One</p></td></tr></tbody></table>",
    "TableHeader": '<table><tbody><tr><th colspan="2" rowspan="1"><p>One</p></th></tr></tbody></table>',
    "TableCell": '<table><tbody><tr><td colspan="1" rowspan="2"><p>One</p></td></tr></tbody></table>',
    "Footnote": '<p>One<sup data-footnote="See *two*, p. 3 &amp; 4."></sup>.</p>',
    "Embed": '<figure data-embed="https://vimeo.com/1?a=1&amp;b=2"><a href="https://vimeo.com/1?a=1&amp;b=2">One</a></figure>',
    "Gallery": '<figure data-gallery=""><figure><img src="/media/a.jpg" alt=""></figure></figure>',
    "HTML": "<p>One &amp; “two” &lt;b&gt; 5 &gt; 3</p>",
}

HOSTILE = {
    "<script>alert(1)</script><p>One</p>": "<p>One</p>",
    "<ScRiPt src=//evil.example></sCrIpT>": "",
    "<style>p{}</style><p>One</p>": "<p>One</p>",
    '<p onclick="x()" onmouseover=x()>One</p>': "<p>One</p>",
    '<p style="position:fixed">One</p>': "<p>One</p>",
    '<p id="content" class="a" data-share dir="rtl">One</p>': "<p>One</p>",
    '<iframe src="https://evil.example"></iframe>': "",
    "<svg onload=alert(1)><script>1</script></svg>": "",
    '<math><mi xlink:href="data:x">1</mi></math>': "",
    "<object data=x></object><embed src=x><applet></applet>": "",
    '<form action="https://evil.example"><input name="a"><button>Go</button></form>': "Go",
    '<base href="https://evil.example"><link rel="stylesheet" href="x"><meta http-equiv="refresh" content="0">': "",
    '<a href="javascript:alert(1)">One</a>': "<a>One</a>",
    '<a href="JaVaScRiPt:alert(1)">One</a>': "<a>One</a>",
    '<a href=" &#1; javascript:alert(1)">One</a>': "<a>One</a>",
    '<a href="java&#10;script:alert(1)">One</a>': "<a>One</a>",
    '<a href="data:text/html,x">One</a>': "<a>One</a>",
    '<a href="vbscript:x">One</a>': "<a>One</a>",
    '<a href="file:///etc/passwd">One</a>': "<a>One</a>",
    '<a href="//evil.example/">One</a>': "<a>One</a>",
    '<a href="\\\\evil.example/">One</a>': "<a>One</a>",
    '<a href="/\\evil.example/">One</a>': "<a>One</a>",
    '<a href=" //evil.example/">One</a>': "<a>One</a>",
    '<a href="/&#9;/evil.example/">One</a>': "<a>One</a>",
    '<a href="&#1;//evil.example/">One</a>': "<a>One</a>",
    '<a href="&#1;/&#9;/evil.example/">One</a>': "<a>One</a>",
    '<a href="/city/quay/" target="_blank" rel="opener" ping="//x" download>One</a>': '<a href="/city/quay/">One</a>',
    '<a href="mailto:a@example.org">One</a>': '<a href="mailto:a@example.org">One</a>',
    '<a href="#below">One</a>': '<a href="#below">One</a>',
    '<img src="https://evil.example/a.gif" alt="x">': "",
    '<img src="//evil.example/a.gif">': "",
    '<img src="data:image/gif;base64,AAAA">': "",
    '<img src="/media/../admin/logout/">': "",
    '<img src="/admin/logout/" alt="x">': "",
    '<img alt="a > b" src="https://evil.example/" width="1"> One': "One",
    '<p><img src="//evil.example/"> <br></p><p>One</p>': "<p>One</p>",
    '<img alt="a > b" src="/media/a.jpg">': '<img alt="a &gt; b" src="/media/a.jpg">',
    '<img src="/media/a.jpg" srcset="//evil.example/a" onerror="x()" loading="eager" alt="">': (
        '<img src="/media/a.jpg" alt="">'
    ),
    '<figure class="wide" onclick="x"><img src="/media/a.jpg"></figure>': '<figure><img src="/media/a.jpg"></figure>',
    '<blockquote class="pullquote comment--held evil">One</blockquote>': (
        '<blockquote class="pullquote">One</blockquote>'
    ),
    '<p class="pullquote">One</p>': "<p>One</p>",
    '<figure data-embed="javascript:alert(1)"><a href="https://a.example">One</a></figure>': (
        '<figure><a href="https://a.example">One</a></figure>'
    ),
    '<figure data-embed="//evil.example/"></figure>': "<figure></figure>",
    '<figure data-embed="https://a.example/ onclick=x"></figure>': "<figure></figure>",
    '<figure data-share data-gallery=""><img data-embed="https://a.example" src="/media/a.jpg"></figure>': (
        '<figure data-gallery=""><img src="/media/a.jpg"></figure>'
    ),
    '<sup data-footnote="<script>1</script>" data-share="x"></sup>': (
        '<sup data-footnote="&lt;script&gt;1&lt;/script&gt;"></sup>'
    ),
    "<h1>One</h1><h4>Two</h4>": "OneTwo",
    "<!-- a comment --><p>One</p><!--[if IE]><script>1</script><![endif]-->": "<p>One</p>",
    "<p>One<p>Two": "<p>One</p><p>Two</p>",
    "<b>One</b> <i>Two</i> <u>Three</u>": "One Two Three",
    "<p></p><p> </p><p>&nbsp;</p><p><br></p><p>One</p>": "<p>One</p>",
    "5 < 6 & 7 > 3": "5 &lt; 6 &amp; 7 &gt; 3",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">': '"&gt;',
    "<template><p>One</p></template><textarea><p>Two</p></textarea><title>x</title>": "",
    "\x00<p>One\x00</p>": "<p>One</p>",
    "": "",
}


@pytest.mark.parametrize("extension", settings.COPY_EXTENSIONS)
def test_what_the_editor_can_make_survives_a_save(extension):
    assert clean_copy(FROM_THE_EDITOR[extension]) == FROM_THE_EDITOR[extension]


def test_every_element_of_the_editor_is_one_that_the_paper_prints():
    made = allowlist_from_extensions(settings.COPY_EXTENSIONS)["tags"]
    assert made - {"tbody"} <= html._INLINE | html._BLOCKS | html._FIGURES | html._TABLES


@pytest.mark.parametrize(("typed", "printed"), HOSTILE.items())
def test_copy_keeps_what_the_paper_prints_and_nothing_else(typed, printed):
    assert clean_copy(typed) == printed


@pytest.mark.parametrize("typed", [*HOSTILE, *FROM_THE_EDITOR.values(), "<p><p></p>", "<table><p>One</p></table>"])
def test_cleaning_twice_changes_nothing(typed):
    once = clean_copy(typed)
    assert clean_copy(once) == once


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_comment_holds_still_less(typed):
    cleaned = clean_comment(typed)
    assert all(mark not in cleaned for mark in ("<img", "<script", "javascript:", "onclick", "class=", "style="))


@pytest.mark.parametrize(
    ("copy", "words"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("<h2>One</h2><ul><li>two</li><li>three</li></ul>", "One two three"),
        ("<p>One<br>two</p><hr><p>three</p>", "One two three"),
        ("<p>a<em>b</em>c</p>", "abc"),
        ("<table><tbody><tr><td>One</td><td>two</td></tr></tbody></table>", "One two"),
        ('<figure><img src="/media/a.jpg" alt="no"><figcaption>One</figcaption></figure><p>two</p>', "One two"),
        ("<p>5 &lt; 6 &amp;amp; “7”&nbsp;x</p>", "5 < 6 &amp; “7” x"),
        ("<p>&lt;script&gt;</p>", "<script>"),
        ("", ""),
    ],
)
def test_the_words_of_copy_are_parted_where_blocks_end(copy, words):
    assert plain(copy) == words


@pytest.mark.parametrize(
    ("text", "marked"),
    [("a {b} c", "a <mark>b</mark> c"), ("<b>{&}", "&lt;b&gt;<mark>&amp;</mark>"), ("", "")],
)
def test_marked_text_is_text(text, marked):
    assert html.marked(text, "{", "}") == marked
