"""What a feed holds: the newest in full, for programs that see nothing else of the paper."""

import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Article, Byline
from tests.factories import (
    HOUR,
    THEN,
    make_article,
    make_contributor,
    make_picture,
    make_section,
    make_series,
    make_topic,
)
from tests.page import Page

# In one worker, which makes the corrected paper once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("feeds")]

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
FORMATS = ("rss.xml", "atom.xml", "feed.json")
# {a feed's address without its format: the page that it follows}.
FEEDS = {
    "/feeds/": "/",
    "/feeds/section/city/": "/city/",
    "/feeds/topic/harbour/": "/topic/harbour/",
    "/feeds/contributor/ada-quayle/": "/contributor/ada-quayle/",
    "/feeds/series/low-water/": "/series/low-water/",
}
each_format = pytest.mark.parametrize("name", FORMATS)


def make_quay():
    """Return a story with everything that a story can have."""
    return make_article(
        slug="quay",
        headline="Fog & <ice> on the quay",
        picture=make_picture(),
        topics=[make_topic()],
        series=make_series(),
        part=1,
        copy='<p>See <a href="/city/other/">this</a> and <a href="#top">that</a>.</p>'
        '<blockquote class="pullquote"><p>Cold.</p></blockquote>',
    )


@pytest.fixture
def quay():
    return make_quay()


@pytest.fixture(scope="module")
def corrected(django_db_setup, django_db_blocker):
    """Every feed, by its address, of a paper with one story that was corrected. The paper is emptied again."""
    paths = [f"{path}{name}" for path in [*FEEDS, "/feeds/corrections/"] for name in ("rss.xml", "atom.xml")]
    with django_db_blocker.unblock(), transaction.atomic():
        workflow.correct(make_quay(), by=None, kind="correction", text="It was six & <not> five.")
        answers = {path: Client().get(path) for path in paths}
        transaction.set_rollback(True)
    return answers


def rss(client, path="/feeds/rss.xml"):
    return ElementTree.fromstring(client.get(path).content).find("channel")


def atom(client, path="/feeds/atom.xml"):
    return ElementTree.fromstring(client.get(path).content)


def titles(client, path, name):
    """Return the titles of a feed's entries, whatever its format."""
    body = client.get(path + name).content
    if name == "feed.json":
        return [item["title"] for item in json.loads(body)["items"]]
    root = ElementTree.fromstring(body)
    return [element.text for element in [*root.iterfind(".//item/title"), *root.iterfind("atom:entry/atom:title", NS)]]


# Which stories


def test_each_subject_has_a_feed_in_each_format(client, quay):
    """F1, F8: RSS, Atom and JSON Feed for the site, a section, a topic and a contributor."""
    make_article(section=make_section("Sport"), byline="Bo Lind", headline="Rowing", published_at=THEN - HOUR)
    found = {(path, name): titles(client, path, name) for path in FEEDS for name in FORMATS}
    assert found == {
        (path, name): [quay.headline, "Rowing"] if path == "/feeds/" else [quay.headline]
        for path in FEEDS
        for name in FORMATS
    }


def test_the_newest_come_first_and_there_are_many(client):
    """F3: newest first, twenty at the least."""
    made = [make_article(published_at=THEN + number * HOUR).headline for number in range(35)]
    found = {name: titles(client, "/feeds/", name) for name in FORMATS}
    assert not {name: len(each) for name, each in found.items() if len(each) < 20}
    assert found == {name: made[::-1][: len(each)] for name, each in found.items()}


def test_what_readers_may_not_see_is_in_no_feed(client):
    """F1: no draft, nothing scheduled, under embargo or withdrawn."""
    soon = timezone.now() + timedelta(days=1)
    make_article(published_at=None)
    make_article(published_at=soon)
    make_article(embargo_until=soon)
    workflow.withdraw(make_article(), by=None, reason="An error.")
    make_section(), make_topic(), make_contributor(), make_series()
    found = {(path, name): titles(client, path, name) for path in FEEDS for name in FORMATS}
    assert found == {key: [] for key in found}


@pytest.mark.parametrize("path", ["/feeds/section/none/rss.xml", "/feeds/rss", "/feeds/city/rss.xml", "/feeds/x.xml"])
def test_there_is_no_feed_of_what_is_not_there(client, path):
    assert client.get(path, follow=True).status_code == 404


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *((path, "rss.xml") for path in ("/feed", "/feed/", "/feeds/", "/rss", "/rss/", "/rss.xml", "/feed.xml")),
        *((path, "atom.xml") for path in ("/atom", "/atom/", "/atom.xml")),
        ("/feed.json", "feed.json"),
    ],
)
def test_a_guess_leads_to_the_feed_in_one_hop(client, path, name):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, f"/feeds/{name}")


def test_the_feed_of_what_has_another_name_now_is_led_there(client, quay):
    """F1: whoever follows a section by its old name goes on following it."""
    quay.section.slug = "town"
    workflow.save_named(quay.section)
    response = client.get("/feeds/section/city/rss.xml")
    assert (response.status_code, response["Location"]) == (301, "/feeds/section/town/rss.xml")


def test_a_page_names_its_own_feed_and_the_papers(client, quay):
    """F8: rel=alternate, each address there, with the type that it really has."""
    links = {path: Page(client.get(page)).all("link[rel=alternate]") for path, page in FEEDS.items()}
    assert {path: [link["href"] for link in found] for path, found in links.items()} == {
        path: [base + name for base in dict.fromkeys(["/feeds/", path]) for name in FORMATS] for path in FEEDS
    }
    said = {(link["href"], f"{link['type']}; charset=utf-8") for found in links.values() for link in found}
    assert said == {(address, client.get(address)["Content-Type"]) for address, _type in said}


@pytest.mark.parametrize("path", ["/search/", "/nothing/here/", "/comments/ask/"])
def test_every_other_page_names_the_papers_feed(client, path):
    """F8."""
    links = Page(client.get(path)).all("link[rel=alternate]")
    assert [link["href"] for link in links] == [f"/feeds/{name}" for name in FORMATS]


@each_format
def test_corrections_have_a_feed_of_their_own(client, quay, name):
    """F1, F8: what was put right, the last first, of what readers can see."""
    workflow.correct(quay, by=None, kind="correction", text="It was six & not five.")
    workflow.correct(quay, by=None, kind="clarification", text="In the evening.")
    gone = make_article()
    workflow.correct(gone, by=None, kind="correction", text="Gone.")
    workflow.withdraw(gone, by=None, reason="An error.")
    assert titles(client, "/feeds/corrections/", name) == [
        "Clarification: Fog & <ice> on the quay",
        "Correction: Fog & <ice> on the quay",
    ]
    links = [link["href"] for link in Page(client.get("/corrections/")).all("link[rel=alternate]")]
    assert f"/feeds/corrections/{name}" in links


def test_an_article_names_the_feed_of_its_section(client, quay):
    """F8."""
    links = [link["href"] for link in Page(client.get(quay.get_absolute_url())).all("link[rel=alternate]")]
    assert "/feeds/section/city/rss.xml" in links


# What is said of each


def test_a_guid_stays_when_all_else_changes(client, quay):
    """F2: a URI of its own, and no address."""
    before = rss(client).find("item/guid")
    assert before.attrib == {"isPermaLink": "false"}
    assert re.fullmatch(rf"tag:testserver,2026-01-15:article:{quay.pk}", before.text)
    quay.slug, quay.headline, quay.section = "pier", "Another", make_section("Sport")
    workflow.save_edit(quay, by=None)
    workflow.mark_updated(quay, by=None)
    assert rss(client).findtext("item/guid") == atom(client).findtext("atom:entry/atom:id", None, NS) == before.text
    assert json.loads(client.get("/feeds/feed.json").content)["items"][0]["id"] == before.text


def test_the_date_is_that_of_first_publication(client, quay):
    """F3: RFC 822 with a zone; an update is not a second publication, and a mended comma is no update."""
    quay.copy += "<p>And more.</p>"
    quay.save()
    entry = atom(client).find("atom:entry", NS)
    assert entry.findtext("atom:updated", None, NS) == entry.findtext("atom:published", None, NS)
    workflow.mark_updated(quay, by=None)
    entry = atom(client).find("atom:entry", NS)
    assert entry.findtext("atom:published", None, NS) == "2026-01-15T09:30:00+00:00"
    assert entry.findtext("atom:updated", None, NS) > "2026-01-15T09:30:00+00:00"
    assert rss(client).findtext("item/pubDate") == "Thu, 15 Jan 2026 09:30:00 +0000"


def test_the_whole_of_a_story_is_there(client, quay):
    """F4: the copy in full, its addresses too; the summary apart from it, before it."""
    workflow.correct(quay, by=None, kind="correction", text="It was six.")
    item = rss(client).find("item")
    names = [element.tag.rpartition("}")[2] for element in item]
    assert names.index("description") < names.index("encoded")
    assert item.findtext("description") == quay.standfirst
    content = item.findtext("content:encoded", None, NS)
    assert 'See <a href="http://testserver/city/other/">this</a>' in content
    assert '<a href="http://testserver/city/quay/#top">that</a>' in content
    assert "It was six." in content
    assert atom(client).findtext("atom:entry/atom:content", None, NS) == content
    assert json.loads(client.get("/feeds/feed.json").content)["items"][0]["content_html"] == content


def test_nothing_in_it_needs_the_paper_around_it(client, quay):
    """F4: no script, no form, no class, no relative address."""
    page = Page(rss(client).findtext("item/content:encoded", None, NS))
    assert not [e.tag for e in page.elements if e.tag in ("script", "form", "button", "iframe", "style", "details")]
    assert not [name for e in page.elements for name in e.attributes if name in ("class", "id", "style", "srcset")]
    addresses = [e.attributes[name] for e in page.elements for name in ("href", "src") if name in e.attributes]
    assert addresses
    assert all(address.startswith("http://testserver/") for address in addresses)


def test_every_name_over_a_story_is_in_the_feed_and_no_address_of_theirs(client, editor, quay):
    """F4: dc:creator for each byline."""
    editor.email = "bo@example.org"
    editor.save()
    Byline.objects.create(article=quay, contributor=make_contributor("Bo Lind", user=editor), role="photographer")
    assert [e.text for e in rss(client).iterfind("item/dc:creator", NS)] == ["Ada Quayle", "Bo Lind"]
    assert [e.text for e in atom(client).iterfind("atom:entry/atom:author/atom:name", NS)] == ["Ada Quayle", "Bo Lind"]
    for name in FORMATS:
        assert "@" not in client.get(f"/feeds/{name}").content.decode()


def test_a_picture_comes_with_its_credit_and_its_description(client, quay):
    """F5."""
    for media in (rss(client).find("item/media:content", NS), atom(client).find("atom:entry/media:content", NS)):
        assert media.attrib == {
            "url": f"http://testserver{quay.picture.full.src}",
            "medium": "image",
            "type": "image/jpeg",
            "width": "900",
            "height": "600",
        }
        assert media.findtext("media:credit", None, NS) == "Ada Quayle"
        assert media.findtext("media:description", None, NS) == "A grey quay in fog"


@each_format
def test_a_picture_that_readers_are_warned_of_is_left_out(client, name):
    """F5."""
    picture = make_picture(warning="A person is shown injured.")
    make_article(picture=picture)
    body = client.get(f"/feeds/{name}").content.decode()
    assert "/media/" not in body
    assert picture.alt not in body


@each_format
def test_words_are_words_whatever_signs_they_hold(client, quay, name):
    """F1: no HTML in plain elements; F6: nothing that XML cannot hold."""
    make_article(headline="AT&T \x0b<b>\ufffe\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"))
    assert set(titles(client, "/feeds/", name)) == {"Fog & <ice> on the quay", "AT&T <b>😀"}


def test_advertising_says_so_in_its_title(client):
    make_article(kind="advertiser", headline="A bank for you")
    assert titles(client, "/feeds/", "rss.xml") == ["Advertiser content: A bank for you"]


@each_format
def test_a_story_in_another_language_says_so(client, name):
    make_article(language="ar", headline="الميناء", copy="<p>السفينة.</p>")
    body = client.get(f"/feeds/{name}").content.decode()
    assert re.search(r'xml:lang="ar"|<dc:language>ar|"language": "ar"', body)
    assert re.search(r'dir=\\?"rtl|dir=&quot;rtl', body)


@pytest.mark.parametrize("path", [*FEEDS, "/feeds/corrections/"])
def test_it_keeps_the_rules_of_rss(corrected, path):
    """F1: the RSS profile, as w3c/feedvalidator asks for it."""
    body = corrected[f"{path}rss.xml"].content
    root = ElementTree.fromstring(body)
    (channel,) = root
    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    once = ("title", "link", "description")
    for parent in (channel, *channel.iterfind("item")):
        assert {name: len(parent.findall(name)) for name in once} == dict.fromkeys(once, 1)
        assert len(parent.findall("enclosure")) <= 1
        assert parent.find("author") is None
    assert len(channel.findall("item/guid")) == len(channel.findall("item/pubDate")) == len(channel.findall("item"))
    (link,) = channel.findall("atom:link", NS)
    assert link.attrib == {"rel": "self", "href": f"http://testserver{path}rss.xml"}
    assert all(element.text.startswith("http://testserver/") for element in root.iter("link"))
    assert body.startswith(b'<?xml version="1.0" encoding="utf-8"?>')


@pytest.mark.parametrize("path", [*FEEDS, "/feeds/corrections/"])
def test_it_keeps_the_rules_of_atom(corrected, path):
    """F1: RFC 4287: what a feed and an entry must have, once; each identity once."""
    feed = ElementTree.fromstring(corrected[f"{path}atom.xml"].content)
    once = ("id", "title", "updated")
    for element in (feed, *feed.iterfind("atom:entry", NS)):
        assert {name: len(element.findall(f"atom:{name}", NS)) for name in once} == dict.fromkeys(once, 1)
        assert len(element.findall("atom:link[@rel='alternate']", NS)) == 1
    assert feed.find("atom:author/atom:name", NS) is not None
    assert feed.find("atom:link[@rel='self']", NS).attrib["href"] == f"http://testserver{path}atom.xml"
    identities = [element.text for element in feed.iter(f"{{{NS['atom']}}}id")]
    assert len(identities) == len(set(identities)) > 1


# How it is sent


TYPES = {"rss.xml": "application/rss+xml", "atom.xml": "application/atom+xml", "feed.json": "application/feed+json"}


@each_format
def test_whoever_has_it_gets_no_copy(client, quay, name):
    """F6: ETag and Last-Modified, each good for a 304; for every cache; of its own type."""
    response = client.get(f"/feeds/{name}")
    assert response["Content-Type"] == f"{TYPES[name]}; charset=utf-8"
    assert "public" in response["Cache-Control"]
    for header, value in (("If-None-Match", response["ETag"]), ("If-Modified-Since", response["Last-Modified"])):
        assert client.get(f"/feeds/{name}", headers={header: value}).status_code == 304


def test_a_story_that_is_gone_moves_the_date(client, quay):
    """F6: it changes no other story."""
    make_article()
    Article.objects.update(changed_at=THEN)
    before = client.get("/feeds/rss.xml")["Last-Modified"]
    workflow.withdraw(quay, by=None, reason="An error.")
    Article.objects.update(changed_at=THEN)
    after = client.get("/feeds/rss.xml")["Last-Modified"]
    assert parsedate_to_datetime(after) > parsedate_to_datetime(before)


def test_it_says_whom_to_ask_only_where_there_is_a_hub(client, quay, settings):
    """F7: one Link with rel=self, one with rel=hub, and both in the feed; none by default."""
    assert "Link" not in client.get("/feeds/rss.xml").headers
    settings.WEBSUB_HUB = "https://hub.example/"
    link = client.get("/feeds/rss.xml")["Link"]
    assert link == '<https://hub.example/>; rel="hub", <http://testserver/feeds/rss.xml>; rel="self"'
    relations = [e.attrib["rel"] for e in rss(client).iterfind("atom:link", NS)]
    assert sorted(relations) == ["hub", "self"]
    relations = [e.attrib["rel"] for e in atom(client).iterfind("atom:link", NS)]
    assert sorted(relations) == ["alternate", "hub", "self"]
    assert json.loads(client.get("/feeds/feed.json").content)["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example/"}
    ]
