"""What everybody sees is read from the replica; whoever wrote something, and the desk, read the database itself."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from articles.models import Article
from newsroom.lib import replica
from newsroom.lib.http import public_page
from newsroom.lib.replica import Router, reading_from_replica

ROUTER = Router()


@pytest.fixture
def has_replica(monkeypatch):
    monkeypatch.setattr(replica, "is_there", lambda: True)


def database_of(path, **cookies):
    """Return the database that a public page with the parameter `page` reads from."""
    seen = []

    @public_page("page")
    def view(request):
        seen.append(ROUTER.db_for_read(Article) or "default")
        return HttpResponse()

    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    view(request)
    return seen[0]


def test_without_a_replica_everything_is_read_from_the_database():
    assert database_of("/") == "default"


@pytest.mark.usefixtures("has_replica")
class TestWithAReplica:
    @pytest.mark.parametrize("path", ["/", "/?page=2"])
    def test_what_everybody_sees_is_read_there(self, path):
        assert database_of(path) == "replica"

    @pytest.mark.parametrize("path", ["/?sent=secret", "/?page=2&as=proof"])
    def test_who_has_just_written_reads_the_database(self, path):
        assert database_of(path) == "default"

    def test_the_desk_reads_the_database(self):
        assert database_of("/", sessionid="abc") == "default"

    def test_writing_never_goes_there(self):
        with reading_from_replica():
            assert ROUTER.db_for_write(Article) == "default"

    def test_it_ends_with_the_page(self):
        with reading_from_replica():
            assert ROUTER.db_for_read(Article) == "replica"
        assert ROUTER.db_for_read(Article) is None


def test_nothing_is_migrated_there():
    assert not ROUTER.allow_migrate("replica", "articles")
    assert ROUTER.allow_migrate("default", "articles")
