"""What is read as a tree is written out again as it was."""

import pytest

from newsroom.lib.html import clean_copy
from newsroom.lib.tree import Element, Piece, read, write
from tests.newsroom.test_html import FROM_THE_EDITOR, HOSTILE


@pytest.mark.parametrize("typed", [*FROM_THE_EDITOR.values(), *HOSTILE, "<p>a&nbsp;b &amp; “c” &#39; 5 &lt; 6</p>"])
def test_reading_and_writing_changes_nothing(typed):
    copy = clean_copy(typed)
    assert write(read(copy)) == copy


@pytest.mark.parametrize(
    ("copy", "words"),
    [
        ("<p>One <em>two</em><br>three</p>", "One two three"),
        ("<p>5 &lt; 6 &amp; 7</p>", "5 < 6 & 7"),
        ("<table><tbody><tr><td>One</td><td>two</td></tr></tbody></table>", "One two"),
    ],
)
def test_the_words_of_an_element_are_text(copy, words):
    assert read(copy)[0].words == words


def test_what_was_added_is_no_part_of_the_words():
    (paragraph,) = read("<p>One</p>")
    paragraph.children.append(Piece("<sup>1</sup>"))
    assert paragraph.words == "One"
    assert str(paragraph) == "<p>One<sup>1</sup></p>"


def test_elements_come_in_the_order_of_the_text():
    (figure,) = read('<figure><img src="/a"><figcaption>One <em>two</em></figcaption></figure>')
    assert [element.tag for element in figure.elements()] == ["img", "figcaption", "em"]
    assert figure.find("em").words == "two"
    assert figure.find("table") is None


def test_an_attribute_cannot_end_itself():
    assert str(Element("a", {"title": '"><b> & \xa0'})) == '<a title="&quot;&gt;&lt;b&gt; &amp; &nbsp;"></a>'
