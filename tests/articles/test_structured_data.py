"""Search engines are told of a page what readers see of it, in one graph."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles import finders

from articles.models import Article, Byline, Correction, Series, StandingPage, Topic
from tests.factories import DAY, HOUR, THEN, make_article, make_comment, make_contributor, make_picture, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def told(client):
    """Return the nodes of the graph of a page, by type."""

    def read(path):
        (data,) = _DATA.findall(client.get(path).content.decode())
        graph = json.loads(data)
        assert graph["@context"] == "https://schema.org"
        return {node["@type"]: node for node in graph["@graph"]}

    return read


@pytest.fixture
def told_of(told):
    """Return what is told of an article."""
    return lambda article: next(
        node for kind, node in told(article.get_absolute_url()).items() if kind.endswith("Article")
    )


def has_open_end(response) -> bool:
    """Tell whether what was typed can end the element, or begin a comment in it."""
    data = response.content.decode().partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    return bool(re.search("[<>&\u2028\u2029]", data))


@pytest.mark.parametrize(
    "typed", ["</script><script>alert(1)</script>", "<!--<script>", "a & b &quot; &lt;", "]]>\u2028"]
)
def test_nothing_that_was_typed_breaks_out_of_the_graph(client, told_of, typed):
    """J1: one graph that parses, whatever stands in any field."""
    section = make_section("City", description=typed)
    section.name = typed[:60]
    section.save()
    topic = Topic.objects.create(name=typed, slug="nasty")
    article = make_article(
        headline=typed, standfirst=typed, dateline=typed, section=section, topics=[topic],
        byline=make_contributor(typed, slug="nasty", bio=typed), picture=make_picture(size=(400, 300), caption=typed),
    )  # fmt: skip
    Correction.objects.create(article=article, text=typed)
    for path in (article.get_absolute_url(), "/city/", "/topic/nasty/", "/contributor/nasty/", "/"):
        response = client.get(path)
        assert len(re.findall(r'type="application/ld\+json"', response.content.decode())) == 1
        assert not has_open_end(response)
    assert told_of(article)["headline"] == typed


KINDS = {
    "news": "NewsArticle",
    "analysis": "AnalysisNewsArticle",
    "explainer": "BackgroundNewsArticle",
    "feature": "ReportageNewsArticle",
    "interview": "NewsArticle",
    "opinion": "OpinionNewsArticle",
    "editorial": "OpinionNewsArticle",
    "review": "ReviewNewsArticle",
    "obituary": "NewsArticle",
    "live": "NewsArticle",
    "satire": "SatiricalArticle",
    "advertiser": "AdvertiserContentArticle",
}


@pytest.mark.parametrize("kind", Article.Kind.values)
def test_each_kind_is_called_what_it_is(told_of, kind):
    """J2: news by the kinds that schema.org knows; advertisers' pieces and satire never as news."""
    assert told_of(make_article(kind=kind))["@type"] == KINDS[kind]


def test_headline_and_address_are_those_of_the_page(client, told_of):
    """J3: the headline is the heading, the address the canonical one."""
    article = make_article(headline="Bread & “salt”", standfirst="Up by a tenth.")
    page, said = Page(client.get(article.get_absolute_url())), told_of(article)
    canonical = page.one("link[rel=canonical]")["href"]
    assert said["headline"] == page.one("h1").text
    assert said["description"] == page.one(".article__standfirst").text
    assert said["url"] == said["mainEntityOfPage"] == canonical == f"http://testserver{article.get_absolute_url()}"


def test_everyone_who_signed_is_an_author_in_order(client, told_of):
    """J4: one object a byline, a person or an organisation, by name alone, with a page that is there."""
    article = make_article(byline=make_contributor("Ada Quayle", role="City editor"))
    Byline.objects.create(article=article, contributor=make_contributor("Bo Lind"), role="photographer", position=1)
    staff = make_contributor("Courier staff", is_organisation=True)
    Byline.objects.create(article=article, contributor=staff, role="reporter", position=2)
    authors = told_of(article)["author"]
    assert [(author["@type"], author["name"]) for author in authors] == [
        ("Person", "Ada Quayle"),
        ("Person", "Bo Lind"),
        ("Organization", "Courier staff"),
    ]
    paths = [author["url"].removeprefix("http://testserver") for author in authors]
    assert {client.get(path).status_code for path in paths} == {200}


def test_an_unsigned_story_names_nobody(told_of):
    """J4: no author is made up."""
    assert "author" not in told_of(make_article(byline=None))


@pytest.mark.parametrize("updated_at", [None, THEN + HOUR, datetime(2026, 7, 1, 12, 0, 59, 999999, tzinfo=UTC)])
def test_times_are_those_that_are_printed(client, told_of, settings, updated_at):
    """J5: to the second, with the offset, and the update never before the publication."""
    settings.TIME_ZONE = "Europe/Dublin"
    article = make_article(updated_at=updated_at)
    said = told_of(article)
    times = [time["datetime"] for time in Page(client.get(article.get_absolute_url())).all(".article__times time")]
    assert [said["datePublished"], said["dateModified"]] == (times if updated_at else times * 2)
    assert datetime.fromisoformat(said["datePublished"]) <= datetime.fromisoformat(said["dateModified"])
    assert said["datePublished"] == "2026-01-15T09:30:00+00:00"


def test_a_picture_is_offered_in_three_shapes_with_whose_it_is(client, told_of):
    """J6: 16 by 9, 4 by 3 and square, large enough, absolute, and with the rights that are known."""
    licence = "https://creativecommons.org/licenses/by/4.0/"
    picture = make_picture(size=(1600, 1000), credit="A. Quayle", license=licence, copyright_notice="© 2026 A. Quayle")
    images = told_of(make_article(picture=picture))["image"]
    assert [round(image["width"] / image["height"], 2) for image in images] == [1.78, 1.33, 1.0]
    assert all(image["width"] * image["height"] >= 50_000 for image in images)
    assert max(image["width"] for image in images) >= 1200
    assert all(image["url"].startswith("http://testserver/media/pictures/") for image in images)
    assert {(image["creditText"], image["copyrightNotice"], image["license"]) for image in images} == {
        ("A. Quayle", "© 2026 A. Quayle", licence)
    }
    assert client.get(images[0]["url"].removeprefix("http://testserver")).status_code == 200


def test_a_licence_in_words_is_named(told_of):
    """J6: a licence that is no address is not passed off as one."""
    (image, *_others) = told_of(make_article(picture=make_picture(size=(400, 300), license="Used by leave")))["image"]
    assert image["license"] == {"@type": "CreativeWork", "name": "Used by leave"}


def test_a_picture_that_is_too_small_is_not_offered(told_of):
    """J6: nothing below 50,000 pixels."""
    assert "image" not in told_of(make_article(picture=make_picture(size=(90, 60))))


def test_a_picture_that_readers_are_warned_of_is_kept_out(told_of):
    """J6: what is covered on the page is not shown elsewhere."""
    assert "image" not in told_of(make_article(picture=make_picture(warning="A wound is seen.")))


def test_what_kind_of_text_it_is(told_of):
    """J7: section, topics, language, length, comments that are approved, and the dateline where there is one."""
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Harbour", "Work")]
    article = make_article(topics=topics, language="pt-br", dateline="Port Ellery", copy=f"<p>{'word ' * 910}</p>")
    for state in ("approved", "approved", "held", "rejected", "spam", "removed"):
        make_comment(article, state=state)
    said = told_of(article)
    assert (said["articleSection"], said["keywords"], said["inLanguage"]) == ("City", ["Harbour", "Work"], "pt-BR")
    assert (said["wordCount"], said["isAccessibleForFree"]) == (910, True)
    assert said["timeRequired"] == f"PT{article.minutes_to_read}M"
    assert (said["commentCount"], said["dateline"]) == (2, "Port Ellery")
    assert "dateline" not in told_of(make_article())
    assert "dateline" not in told_of(make_article(dateline="Port Ellery", kind="satire"))


def test_each_correction_is_told(told_of):
    """J8: with its text and its time; an update puts nothing right."""
    article = make_article()
    for number, kind in enumerate(Correction.Kind):
        Correction.objects.create(article=article, kind=kind, text=f"{kind} text", made_at=THEN + number * DAY)
    assert told_of(article)["correction"] == [
        {"@type": "CorrectionComment", "text": "correction text", "datePublished": "2026-01-15T09:30:00+00:00"},
        {"@type": "CorrectionComment", "text": "clarification text", "datePublished": "2026-01-16T09:30:00+00:00"},
    ]


def test_the_publisher_is_the_paper_with_its_logo(told, told_of):
    """J8: a news organisation, whose logo is there."""
    article = make_article()
    said = told(article.get_absolute_url())["NewsMediaOrganization"]
    assert told_of(article)["publisher"] == {"@id": said["@id"]}
    assert (said["name"], said["url"]) == ("Newsroom", "http://testserver/")
    assert finders.find(said["logo"]["url"].removeprefix("http://testserver/static/"))


@pytest.mark.parametrize("policy", StandingPage.Policy.values)
def test_the_publisher_names_each_policy_that_is_written(client, told, policy):
    """J8: every policy by its own name, with the address at which it is read."""
    path = make_article().get_absolute_url()
    assert policy not in told(path)["NewsMediaOrganization"]
    StandingPage.objects.create(title="How we work", slug="how-we-work", policies=policy)
    said = told(path)["NewsMediaOrganization"]
    assert said[policy] == "http://testserver/about/how-we-work/"
    assert client.get("/about/how-we-work/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "called"),
    [("about", "AboutPage"), ("contact", "ContactPage"), ("ethics", "WebPage"), ("other", "WebPage")],
)
def test_a_page_about_the_paper_says_what_it_is(told, kind, called):
    """J8: the pages that the policies lead to."""
    page = StandingPage.objects.create(kind=kind, title="The paper", slug="paper")
    said = told(page.get_absolute_url())
    assert said[called]["name"] == "The paper"
    assert "BreadcrumbList" in said


def test_the_front_page_is_the_site_and_how_to_search_it(client, told):
    """J9: home."""
    site = told("/")["WebSite"]
    target = site["potentialAction"]["target"]["urlTemplate"]
    assert site["potentialAction"]["@type"] == "SearchAction"
    assert (
        client.get(target.replace("{search_term_string}", "ferry").removeprefix("http://testserver")).status_code == 200
    )


@pytest.mark.parametrize(
    "path",
    [
        "/latest/",
        "/archive/",
        "/archive/2026/",
        "/archive/2026/01/",
        "/archive/2026/01/15/",
        "/corrections/",
        "/most-read/",
        "/most-discussed/",
    ],
)
def test_every_other_list_says_what_it_is_too(client, told, path):
    """J9: the newest, the archive by days, the corrections, what is read most."""
    make_article()
    page, said = Page(client.get(path)), told(path)
    assert said["CollectionPage"]["name"] == page.one("h1").text
    assert said["CollectionPage"]["url"] == page.one("link[rel=canonical]")["href"] == f"http://testserver{path}"
    assert said["CollectionPage"]["description"] == page.one("meta[name=description]")["content"]
    assert "BreadcrumbList" in said


def test_a_list_names_its_stories_and_the_way_to_it(client, told):
    """J9: sections, topics and series."""
    topic = Topic.objects.create(name="Harbour", slug="harbour")
    series = Series.objects.create(name="Quays", slug="quays")
    for number in range(21):
        make_article(topics=[topic], published_at=THEN + number * HOUR, series=series, part=number + 1)
    paths = ["/city/", "/topic/harbour/", "/series/quays/"]
    for address in [*paths, *(f"{path}?page=2" for path in paths)]:
        page, said = Page(client.get(address)), told(address)
        stories = [place["url"] for place in said["CollectionPage"]["mainEntity"]["itemListElement"]]
        assert stories == [f"http://testserver{link['href']}" for link in page.all(".story__headline a")]
        assert said["CollectionPage"]["name"] == page.one("h1").text
        assert said["CollectionPage"]["url"] == page.one("link[rel=canonical]")["href"]
        trail = said["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in trail] == [1, 2]
        assert trail[-1]["item"] == page.one("link[rel=canonical]")["href"]


def test_the_page_of_a_contributor_is_a_profile(told):
    """J9: authors."""
    make_article(byline=make_contributor("Ada Quayle", role="City editor", bio="Sixteen years of council."))
    said = told("/contributor/ada-quayle/")
    person = said["ProfilePage"]["mainEntity"]
    assert (person["@type"], person["name"], person["jobTitle"]) == ("Person", "Ada Quayle", "City editor")
    assert person["description"] == "Sixteen years of council."
    assert "BreadcrumbList" in said


def test_an_empty_list_has_a_graph_too(told):
    make_section("Sport")
    assert "mainEntity" not in told("/sport/")["CollectionPage"]


def test_no_reader_and_no_draft_is_told_of(client):
    """J10: neither addresses nor hidden comments nor what is not out."""
    article = make_article(headline="Out")
    make_article(headline="A draft nobody saw", published_at=None)
    for state in ("approved", "held", "removed"):
        make_comment(article, state=state, name="Brendan Oduya", address="brendan@example.org", text=f"{state} text")
    for path in ("/", "/city/", "/contributor/ada-quayle/", article.get_absolute_url()):
        (data,) = _DATA.findall(client.get(path).content.decode())
        for secret in ("brendan", "Brendan", "held text", "removed text", "approved text", "A draft"):
            assert secret not in data


def test_the_preview_of_a_draft_tells_nothing(desk, editor):
    article = make_article(published_at=None)
    response = desk(editor).get(f"/admin/articles/article/{article.pk}/preview/")
    assert response.status_code == 200
    assert b"ld+json" not in response.content
