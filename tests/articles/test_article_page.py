"""The page of an article shows what a newspaper would, in a newspaper's order."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from articles.models import Article, Byline, Correction
from tests.factories import (
    DAY,
    HOUR,
    THEN,
    make_article,
    make_comment,
    make_contributor,
    make_picture,
    make_section,
    make_topic,
)
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """Open the page of an article."""
    return lambda article: Page(client.get(article.get_absolute_url()))


def make_full_article(**overrides):
    """Return an article that has everything a page can show."""
    fields = {
        "kind": Article.Kind.ANALYSIS,
        "kicker": "Ferries",
        "dateline": "Port Ellery",
        "updated_at": THEN + HOUR,
        "picture": make_picture(size=(90, 60)),
        "topics": [make_topic()],
        "copy": "<p>One.</p><h2>A subheading</h2><p>Two.</p>",
    } | overrides
    article = make_article(**fields)
    Correction.objects.create(article=article, text="It was seven.", made_at=THEN + HOUR)
    make_article(headline="Another ferry")
    make_comment(article)
    return article


def test_the_page_is_in_the_order_of_a_newspaper(read):
    page = read(make_full_article())
    order = [
        ".article__kicker a",
        ".article__kicker span",
        "h1",
        ".article__standfirst",
        ".credits a[rel=author]",
        ".article__dateline",
        ".article__times time",
        ".article__picture img",
        ".article__picture figcaption",
        ".copy p",
        ".copy h2",
        ".correction",
        ".topics a",
        ".share",
        ".share button[data-print]",
        ".share__comments a",
        ".more article",
        "section.thread",
        "section.thread .comment",
        "section.reply form",
    ]
    places = [page.place(selector) for selector in order]
    assert places == sorted(places)


def test_the_section_and_the_kicker_stand_over_the_headline(read):
    page = read(make_full_article(section=make_section("Sport")))
    assert page.one(".article__kicker a")["href"] == "/sport/"
    assert page.one(".article__kicker").text == "Sport Ferries"
    assert page.one(".article__kind").text == "Analysis"


def test_there_is_one_first_heading_and_headings_do_not_skip(read):
    page = read(make_full_article())
    levels = [int(e.tag[1]) for e in page.elements if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("kind", Article.Kind)
def test_every_type_but_news_is_named(read, kind):
    page = read(make_article(kind=kind))
    assert page.texts(".article__kind") == ([] if kind is Article.Kind.NEWS else [kind.label])


def test_names_lead_to_their_contributors_by_role_and_in_order(read):
    article = make_article(byline="Ada Quayle")
    for position, (name, role) in enumerate([("Bo Lind", "writer"), ("Cai Rees", "photographer")], 1):
        Byline.objects.create(article=article, contributor=make_contributor(name), role=role, position=position)
    page = read(article)
    assert page.texts(".credits li") == ["By Ada Quayle and Bo Lind", "Photographs Cai Rees"]
    assert [a["href"] for a in page.all(".credits a")] == [
        "/contributor/ada-quayle/",
        "/contributor/bo-lind/",
        "/contributor/cai-rees/",
    ]


def test_an_unsigned_story_has_no_line_of_names(read):
    assert not read(make_article(byline=None)).has(".credits")


def test_times_are_printed_to_the_minute_with_their_zone(read, settings):
    settings.TIME_ZONE = "Asia/Kolkata"
    page = read(make_article(published_at=datetime(2026, 1, 15, 20, 5, tzinfo=UTC)))
    assert page.one(".article__times time").text == "16 January 2026, 01:35 IST"
    assert page.one(".article__times time")["datetime"] == "2026-01-16T01:35:00+05:30"


def test_a_time_of_update_is_printed_only_after_an_update(read):
    assert "Updated" not in read(make_article()).one(".article__times").text
    page = read(make_article(updated_at=THEN + HOUR))
    assert "Updated 15 January 2026, 10:30 UTC" in page.one(".article__times").text


def test_the_read_time_is_printed(read):
    page = read(make_article(copy=f"<p>{'word ' * 910}</p>"))
    assert "7 min read" in page.one(".article__times").text


def test_the_lead_picture_has_its_words_its_size_and_its_credit(read):
    page = read(make_article(picture=make_picture(size=(90, 60), caption="At noon.", alt="A quay", credit="B. Lind")))
    picture = page.one(".article__picture img")
    assert (picture["alt"], picture["width"], picture["height"]) == ("A quay", "90", "60")
    assert page.one(".article__picture figcaption").text == "At noon. B. Lind"


def test_the_copy_is_printed_as_it_was_edited(client):
    copy = (
        '<h2>Tide</h2><p>By <em>six</em>, <a href="/city/quay/">the quay</a>.</p><ul><li>One</li></ul>'
        '<blockquote class="pullquote"><p>“Cold.”</p></blockquote>'
        '<figure><img src="/media/a.jpg" alt="A tug" width="4" height="3"><figcaption>A tug.</figcaption></figure>'
    )
    response = client.get(make_article(copy=copy).get_absolute_url())
    page = Page(response)
    assert page.texts(".copy h2") == ["Tide"]
    assert 'By <em>six</em>, <a href="/city/quay/">the quay</a>.' in response.content.decode()
    assert '<ul><li>One</li></ul><blockquote class="pullquote"><p>“Cold.”</p></blockquote>' in response.content.decode()
    assert (page.one(".copy img")["src"], page.one(".copy img")["alt"]) == ("/media/a.jpg", "A tug")
    assert page.texts(".copy figcaption") == ["A tug."]


def test_corrections_are_printed_oldest_first_with_kind_text_and_time(read):
    article = make_article()
    for kind, text, later in [("update", "Now two.", DAY), ("correction", "It was <seven>.", HOUR)]:
        Correction.objects.create(article=article, kind=kind, text=text, made_at=THEN + later)
    page = read(article)
    assert page.texts(".correction__kind") == [
        "Correction 15 January 2026, 10:30 UTC",
        "Update 16 January 2026, 09:30 UTC",
    ]
    assert page.texts(".correction__text") == ["It was <seven>.", "Now two."]


def test_topics_lead_to_their_pages(read):
    page = read(make_article(topics=[make_topic("Harbour"), make_topic("Work")]))
    assert [a["href"] for a in page.all(".topics a")] == ["/topic/harbour/", "/topic/work/"]


def test_a_story_is_shared_by_plain_links_that_carry_headline_and_address(read, settings):
    settings.SITE_URL = "https://paper.example"
    page = read(make_article(headline="Bread & “salt”: 100% up", slug="bread"))
    assert page.one("section.share h2").text == "Share this article"
    links = {a.text: a["href"] for a in page.all(".share__ways a")}
    assert {"Email", "WhatsApp", "Facebook", "X", "Telegram", "Reddit", "Bluesky", "LinkedIn", "Threads"} == set(links)
    assert all("https%3A%2F%2Fpaper.example%2Fcity%2Fbread%2F" in href for href in links.values())
    assert "subject=Bread%20%26%20%E2%80%9Csalt%E2%80%9D%3A%20100%25%20up" in links["Email"]


def test_what_needs_a_script_is_hidden_until_there_is_one(read):
    buttons = read(make_article()).all(".share__ways button")
    assert len(buttons) == 3
    assert all("hidden" in button.parent.attributes for button in buttons)


@pytest.mark.parametrize(("comments", "said"), [(0, "Leave a comment"), (1, "1 comment Leave a comment")])
def test_the_number_of_comments_jumps_to_them(read, comments, said):
    article = make_article()
    for _ in range(comments):
        make_comment(article)
    page = read(article)
    assert page.one(".share__comments").text == f"{said} Report a mistake in this article"
    targets = {a["href"].removeprefix("#") for a in page.all(".share__comments a")}
    assert targets <= {e.attributes.get("id") for e in page.elements}


def test_only_approved_comments_are_counted(read):
    article = make_article()
    for state in ("approved", "approved", "held", "rejected", "spam", "removed"):
        make_comment(article, state=state)
    assert read(article).texts(".share__comments a")[0] == "2 comments"


def test_more_from_the_section_is_its_newest_and_not_the_story_itself(read):
    story = make_article(headline="This one")
    make_article(headline="Elsewhere", section=make_section("Sport"))
    for day in range(1, 6):
        make_article(headline=f"Day {day}", published_at=THEN + day * DAY)
    page = read(story)
    assert page.one(".more h2").text == "More from City"
    assert page.texts(".more h3") == ["Day 5", "Day 4", "Day 3", "Day 2"]


def test_the_only_story_of_a_section_offers_no_more(read):
    assert not read(make_article()).has(".more")


def test_a_hebrew_story_reads_from_right_to_left_in_a_paper_without_hebrew(read):
    page = read(make_article(headline="המעבורת חוזרת", language="he", kind="feature"))
    assert page.all(".masthead__name")[0].inherited("lang") == "en"
    for selector in ("h1", ".article__standfirst", ".copy p"):
        element = page.all(selector)[0]
        assert (element.inherited("lang"), element.inherited("dir")) == ("he", "rtl")


@pytest.mark.parametrize("selector", [".article__kind", ".article__kicker a", ".article__times time", ".share h2"])
def test_the_papers_own_words_keep_their_language_in_a_story_of_another(read, selector):
    page = read(make_full_article(language="he"))
    assert page.all(selector)[0].inherited("lang") == "en"


def test_what_was_typed_into_an_article_is_text(read, client):
    nasty = '"><script>alert(1)</script>'
    article = make_full_article(headline=nasty, kicker=nasty, standfirst=nasty, dateline=nasty)
    body = client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in body
    assert read(article).one("h1").text == nasty


def test_the_canonical_address_is_the_storys_own_whatever_was_asked(client, settings):
    settings.SITE_URL = "https://paper.example"
    article = make_article(slug="quay")
    page = Page(client.get(article.get_absolute_url(), {"after": "1", "utm_source": "mail"}))
    assert page.one("link[rel=canonical]")["href"] == "https://paper.example/city/quay/"


def test_what_is_described_to_others_has_absolute_addresses(read, settings):
    settings.SITE_URL = "https://paper.example"
    page = read(make_article(picture=make_picture(size=(90, 60)), slug="quay"))
    meta = {e["property"]: e["content"] for e in page.all("meta[property]")}
    assert meta["og:url"] == "https://paper.example/city/quay/"
    assert meta["og:image"].startswith("https://paper.example/cards/")


def test_a_page_without_any_of_the_optional_parts_is_whole(read):
    bare = make_article(byline=None, standfirst="", copy="<p>One.</p>", published_at=THEN - timedelta(days=4000))
    page = read(bare)
    for selector in (".article__kind", ".article__standfirst", ".article__picture", ".correction", ".topics", ".more"):
        assert not page.has(selector)
    assert page.one(".copy").text == "One."
