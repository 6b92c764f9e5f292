"""What follows from a copy for its page: anchors, contents, notes, galleries, embeds, tables."""

import pytest

from articles import pictures
from articles.typesetting import LONG, anchor_of, set_copy
from tests.page import Page

FOG = '<figure><img src="/media/pictures/0123456789abcdef.jpg" alt="Fog"><figcaption>The quay.</figcaption></figure>'
FILM = '<figure data-embed="{0}"><a href="{0}">A film of fog</a></figure>'


def set_(copy, **known):
    return set_copy(copy, language="en", known=known)


def page_of(copy):
    return Page(set_(copy).html)


def anchors(copy):
    return [element["id"] for element in page_of(copy).elements if "id" in element.attributes]


# Anchors


def test_every_paragraph_has_an_anchor_and_a_link_to_it():
    page = page_of("<p>One.</p><p>Two.</p>")
    assert [link["href"] for link in page.all("p .mark")] == [f"#{p['id']}" for p in page.all("p")]
    assert page.one(f"p[id={anchor_of('Two.')}]").text == "Two."


def test_an_anchor_survives_what_is_done_to_other_paragraphs():
    before = anchors("<p>One.</p><p>Two.</p>")
    after = anchors("<h2>New</h2><p>Another first one.</p><p>Two.</p><p>And more.</p>")
    assert before[1] in after


def test_an_anchor_survives_a_mended_end():
    beginning = "When the boat left the quay at six it was half empty and "
    assert anchors(f"<p>{beginning}on time.</p>") == anchors(f"<p>{beginning}<em>late</em>.</p>")


def test_an_anchor_survives_a_note():
    assert anchors('<p>One.<sup data-footnote="x"></sup></p>')[0] == anchors("<p>One.</p>")[0]


def test_paragraphs_that_begin_alike_have_anchors_of_their_own():
    found = anchors("<p>Yes.</p><p>Yes.</p><p>Yes.</p>")
    assert found == [anchor_of("Yes."), f"{anchor_of('Yes.')}-2", f"{anchor_of('Yes.')}-3"]


def test_headings_are_named_for_their_words_in_any_script():
    assert anchors("<h2>The bill</h2><h3>المرفأ</h3><h2>The bill</h2><h2>?!</h2>") == [
        "h-the-bill",
        "h-المرفأ",
        "h-the-bill-2",
        "h-part",
    ]


# Contents


def long_piece(headings, words=LONG):
    return "".join(f"<h2>Part {n}</h2>" for n in range(headings)) + f"<p>{'word ' * words}</p>"


def test_a_long_piece_has_a_list_of_its_headings():
    contents = set_("<h3>Within &amp; <em>without</em></h3>" + long_piece(2)).contents
    assert contents == [
        [3, "h-within-without", "Within & without"],
        [2, "h-part-0", "Part 0"],
        [2, "h-part-1", "Part 1"],
    ]


@pytest.mark.parametrize(("headings", "words"), [(2, LONG), (3, LONG - 50), (0, LONG)])
def test_a_short_piece_or_one_of_few_parts_has_none(headings, words):
    assert set_(long_piece(headings, words)).contents == []


# Notes

NOTED = '<p>One<sup data-footnote="See *A*."></sup>, two<sup data-footnote="[B](https://b.example/)"></sup>.</p>'


def test_notes_are_numbered_and_stand_at_the_end():
    page = page_of(f"{NOTED}<p>Three.</p>")
    assert page.texts(".note") == ["1", "2"]
    assert page.place(".notes") > page.place("p")
    assert [item.text.split(" ↩")[0] for item in page.all(".notes li")] == ["See A.", "B (b.example)"]
    assert page.one(".notes li a[href=https://b.example/]").text == "B"


def test_notes_work_both_ways():
    page = page_of(NOTED)
    there, back = page.all("[role=doc-noteref]"), page.all("[role=doc-backlink]")
    assert [f"#{item['id']}" for item in page.all(".notes li")] == [link["href"] for link in there]
    assert [f"#{link['id']}" for link in there] == [link["href"] for link in back]
    assert there[0]["aria-label"] == "Note 1"
    assert back[1]["aria-label"] == "Back to where note 2 stands"


def test_a_note_holds_no_more_than_copy_may():
    page = page_of('<p>One<sup data-footnote="&lt;script&gt;x&lt;/script&gt; [y](javascript:z)"></sup></p>')
    assert not page.has("script")
    assert [link["href"] for link in page.all(".notes a")] == ["#note-1-at"]


def test_an_empty_note_is_none():
    assert not page_of('<p>One<sup data-footnote=" "></sup></p>').has(".notes")


def test_words_that_are_raised_are_no_note():
    assert page_of("<p>x<sup>2</sup></p>").one("sup").text == "2"


# Embeds


def test_an_embed_is_a_link_that_says_whom_it_would_ask():
    page = page_of(FILM.format("https://www.youtube.com/watch?v=abcdefghijk"))
    assert page.one(".embed__words a")["href"] == "https://www.youtube.com/watch?v=abcdefghijk"
    assert "YouTube" in page.one(".embed figcaption").text
    assert "www.youtube-nocookie.com" in page.one(".embed figcaption").text
    assert "hidden" in page.one(".embed button").attributes
    assert not page.has("iframe")
    assert not page.has("img")


def test_only_the_host_that_it_needs_is_let_in():
    copy = FILM.format("https://vimeo.com/76979871") + FILM.format("https://fog.example/film")
    assert set_(copy).frames == ["https://player.vimeo.com"]


def test_what_cannot_be_shown_here_is_a_link():
    page = page_of(FILM.format("https://fog.example/film"))
    assert page.one(".embed a").text == "A film of fog"
    assert not page.has("button")
    assert not page.has("figure[data-embed]")


# Galleries and tables


def test_a_gallery_is_a_strip_that_the_keyboard_reaches():
    page = page_of(f'<figure data-gallery="">{FOG}{FOG}</figure>')
    assert page.one("section[data-gallery]")["aria-label"] == "Gallery, 2 pictures"
    assert page.one("ul.gallery__strip")["tabindex"] == "0"
    assert len(page.all("ul.gallery__strip li figure img")) == 2
    assert page.texts("figcaption") == ["The quay.", "The quay."]
    assert all("hidden" in button.attributes for button in page.all("button"))


@pytest.mark.parametrize(
    ("cells", "aligned"),
    [(["9,360", "−617", ""], True), (["1 200,5", "12 %", "–"], True), (["1871–1908", "4"], False), (["", "–"], False)],
)
def test_figures_stand_under_figures(cells, aligned):
    rows = "".join(f"<tr><td>Cordwain</td><td>{cell}</td></tr>" for cell in cells)
    page = page_of(f"<table><tbody><tr><th>District</th><th>Homes</th></tr>{rows}</tbody></table>")
    assert [cell.text for cell in page.all(".figures")] == (["Homes", *cells] if aligned else [])


def test_a_table_scrolls_in_a_place_with_a_name():
    page = page_of("<table><tbody><tr><th>Year</th><th>Boats</th></tr><tr><td>1961</td><td>4</td></tr></tbody></table>")
    scroller = page.one("div.scroller")
    assert (scroller["role"], scroller["tabindex"], scroller["aria-label"]) == ("region", "0", "Table: Year, Boats")
    assert page.has("div.scroller table")


def test_a_picture_that_is_not_ours_by_name_stays_as_it_was_written():
    page = page_of('<p>One</p><img src="/media/old/quay.jpg" alt="Fog">')
    assert page.one("figure img")["src"] == "/media/old/quay.jpg"


# Feeds


def test_a_feed_gets_notes_by_number_and_embeds_as_links():
    feed = set_(NOTED + FILM.format("https://vimeo.com/76979871")).feed
    page = Page(feed)
    assert page.texts("sup") == ["1", "2"]
    assert page.texts("ol li") == ["See A.", "B (b.example)"]
    assert page.texts("p")[-1] == "A film of fog (Vimeo)"
    assert "data-" not in feed
    assert "id=" not in feed


def test_a_feed_gets_a_plain_copy_as_it_was_written():
    assert set_("<p>One &amp; “two”.</p><h2>Three</h2><table><tbody><tr><td>4</td></tr></tbody></table>").feed == ""


@pytest.mark.parametrize(
    ("address", "digest"),
    [
        ("/media/pictures/0123456789abcdef.jpg", "0123456789abcdef"),
        ("/media/pictures/0123456789abcdef-50-50-card.jpg", "0123456789abcdef"),
        ("/media/pictures/0123456789abcdef-1200.webp", "0123456789abcdef"),
        ("/media/pictures/quay.jpg", ""),
        ("https://elsewhere.example/media/pictures/0123456789abcdef.jpg", ""),
        ("", ""),
    ],
)
def test_an_address_names_a_picture_whatever_its_crop(address, digest):
    assert pictures.digest_of(address) == digest
