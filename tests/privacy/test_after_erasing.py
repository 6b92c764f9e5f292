"""After someone is erased, nothing anywhere tells that they were here."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from comments.links import Purpose, token_for
from comments.models import Comment
from tests.comments.held_links import press, route
from tests.privacy.conftest import owner_of_it
from tests.privacy.marked import MARKS, WORDS, is_public
from tests.privacy.test_walk import FOR_MODERATORS, lists, pages_of_objects
from tests.traces import crawl, kept_commenters, kept_rows

# In one worker, which carries out the story once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("after erasing")]


@pytest.fixture
def article(story):
    return story.article


@pytest.fixture
def gone(story, poster, reader):
    """The story with its owner erased by her own hand; what her address had been found by, and her links."""
    owner = owner_of_it()
    found_by = [owner.address_hash, owner.domain_hash]
    links = [f"{route(Purpose.MANAGE)}?key={token_for(Purpose.MANAGE, owner)}"]
    links += [f"{route(Purpose.OWN)}?key={token_for(Purpose.OWN, each)}" for each in owner.comments.all()]
    # Copies of the pages may be about.
    crawl(reader, "/", follow=is_public)
    assert press(poster, Purpose.MANAGE, owner, "erase", sure="yes").status_code == 200
    return found_by, links


def left_in(texts, found_by):
    """Return where the address, a hash of it, or a word of hers is left."""
    marks = [*found_by, WORDS]
    found = {where: [mark for mark in marks if mark.encode() in text] for where, text in texts.items()}
    return {
        where: each + MARKS.found_in(texts[where])
        for where, each in found.items()
        if each or MARKS.found_in(texts[where])
    }


def test_no_page_and_no_copy_of_a_page_holds_her(gone, reader, article):
    """S30: pages, search, counts; and what others answered stands."""
    found_by, _links = gone
    pages = crawl(reader, "/", "/search/?q=harbour", reverse("comments:count", args=[article.pk]), follow=is_public)
    assert left_in(pages, found_by) == {}
    page = pages[article.get_absolute_url()].decode()
    assert page.count("Its author took this comment back.") >= 2
    assert "It was colder than you say." in page


def test_no_table_and_no_cache_holds_her(gone):
    """S30: a full dump, with the record, the desk's log and the sessions."""
    found_by, _links = gone
    rows = [(table, column, str(value).encode()) for table, column, value in kept_rows()]
    found = [(table, column) for table, column, value in rows if left_in({0: value}, found_by)]
    assert found == []
    assert not set(found_by) & set(kept_commenters())
    assert left_in({"cache": repr(getattr(cache, "_cache", "")).encode()}, found_by) == {}


def test_no_page_of_the_desk_holds_her(gone, desk, administrator):
    """S30: the audit, its export, cases, bans, reports and what waits."""
    found_by, _links = gone
    starts = ["/admin/", *lists(), *pages_of_objects(), *FOR_MODERATORS]
    pages = crawl(desk(administrator), *starts, follow=lambda address: False)
    assert left_in(pages, found_by) == {}


def test_none_of_her_links_opens_anything(gone, reader):
    """S30, S4."""
    _found_by, links = gone
    assert len(links) > 8
    assert {reader.get(link).status_code for link in links} == {404}
    assert Comment.objects.erased().count() == len(links) - 1
