"""After someone is erased, nothing anywhere tells that they were here."""

from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comments.models import Comment
from comments.tokens import Purpose, token_for
from newsroom import roles
from tests.comments.readers.links import press, route
from tests.privacy.conftest import owner_of_it, signed_in
from tests.privacy.marked import MARKS, WORDS, is_public
from tests.privacy.test_walk import FOR_MODERATORS, lists, pages_of_objects
from tests.traces import crawl, kept_commenters, kept_rows, look_at

# In one worker, which carries out the story once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("after erasing")]


@dataclass(frozen=True)
class Gone:
    """The story after its owner was erased by her own hand, looked at before anything forgot the copies of its pages.

    `found_by` is what her address had been found by; `links` gives the status of each of hers.
    """

    found_by: list
    rows: list
    kept: list
    cached: str
    pages: dict
    desk: dict
    links: dict


@pytest.fixture(scope="module")
def gone(told, django_db_blocker):
    with django_db_blocker.unblock():
        return erased(told.story)


def erased(story):
    owner, reader = owner_of_it(), Client(enforce_csrf_checks=True)
    found_by = [owner.address_hash, owner.domain_hash]
    links = [f"{route(Purpose.READER)}?key={token_for(Purpose.READER, owner)}"]
    links += [f"{route(Purpose.COMMENT)}?key={token_for(Purpose.COMMENT, each)}" for each in owner.comments.all()]
    # Copies of the pages may be about.
    crawl(reader, "/", follow=is_public)
    assert press(story.poster, Purpose.READER, owner, "erase", sure="yes").status_code == 200
    rows, kept, cached = list(kept_rows()), kept_commenters(), repr(getattr(cache, "_cache", ""))
    counts = reverse("comments:count", args=[story.article.pk])
    pages = crawl(reader, "/", "/search/?q=harbour", counts, follow=is_public)
    administrator = signed_in(roles.make_staff("administrator", roles.ADMINISTRATOR))
    desk = look_at(administrator, "/admin/", *lists(), *pages_of_objects(), *FOR_MODERATORS)
    return Gone(found_by, rows, kept, cached, pages, desk, {link: reader.get(link).status_code for link in links})


def left_in(texts, found_by):
    """Return where the address, a hash of it, or a word of hers is left."""
    marks = [*found_by, WORDS]
    found = {where: [mark for mark in marks if mark.encode() in text] for where, text in texts.items()}
    return {
        where: each + MARKS.found_in(texts[where])
        for where, each in found.items()
        if each or MARKS.found_in(texts[where])
    }


def test_no_page_and_no_copy_of_a_page_holds_her(gone, story):
    """S30: pages, search, counts; and what others answered stands."""
    assert left_in(gone.pages, gone.found_by) == {}
    page = gone.pages[story.article.get_absolute_url()].decode()
    assert page.count("Its author took this comment back.") >= 2
    assert "It was colder than you say." in page


def test_no_table_and_no_cache_holds_her(gone):
    """S30: a full dump, with the record, the desk's log and the sessions."""
    rows = [(table, column, str(value).encode()) for table, column, value in gone.rows]
    found = [(table, column) for table, column, value in rows if left_in({0: value}, gone.found_by)]
    assert rows
    assert found == []
    assert not set(gone.found_by) & set(gone.kept)
    assert left_in({"cache": gone.cached.encode()}, gone.found_by) == {}


def test_no_page_of_the_desk_holds_her(gone):
    """S30: the audit, its export, cases, bans, reports and what waits."""
    assert len(gone.desk) > 100
    assert left_in(gone.desk, gone.found_by) == {}


def test_none_of_her_links_opens_anything(gone, db):
    """S30, S4."""
    assert len(gone.links) > 8
    assert set(gone.links.values()) == {404}
    assert Comment.objects.erased().count() == len(gone.links) - 1
