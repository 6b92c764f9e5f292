"""What goes wrong is said in the paper's look, without a word too much."""

import pytest

from tests.factories import HOUR, THEN, make_article, make_section
from tests.page import Page


@pytest.fixture
def broken(monkeypatch):
    """Break the front page."""

    def fail(*args, **kwargs):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("articles.views.public.compose_front_page", fail)


def bad_host(client):
    return client.get("/", headers={"Host": "evil.example"})


def forbidden(client):
    return client.get("/admin/login/") and client.post("/admin/login/", {"username": "a", "password": "b"})


def not_found(client):
    return client.get("/nowhere/")


def gone(client):
    make_article(slug="quay", withdrawn_at=THEN + HOUR, withdrawal_reason="It was not so.")
    return client.get("/city/quay/")


ERRORS = {
    400: (bad_host, "We could not understand that request"),
    403: (forbidden, "This form has expired"),
    404: (not_found, "There is no such page"),
    410: (gone, "This article has been withdrawn"),
}
each_error = pytest.mark.parametrize(
    ("status", "ask", "heading"), [(status, *rest) for status, rest in ERRORS.items()], ids=map(str, ERRORS)
)


@pytest.mark.django_db
@each_error
def test_an_error_is_a_page_of_the_paper(reader, status, ask, heading):
    make_section("Sport")
    response = ask(reader)
    page = Page(response)
    assert response.status_code == status
    assert page.one("h1").text == heading
    assert page.one(".plain__code").text == str(status)
    assert "Sport" in page.texts("nav.sections a")
    assert page.has("form[role=search]")


@pytest.mark.django_db
@each_error
def test_an_error_is_kept_by_no_cache_and_listed_nowhere(reader, status, ask, heading):
    response = ask(reader)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert Page(response).one("meta[name=robots]")["content"] == "noindex"
    assert not Page(response).has("link[rel=canonical]")


@pytest.mark.django_db
@each_error
def test_an_error_brings_nothing_inline_and_nothing_from_elsewhere(reader, status, ask, heading):
    page = Page(ask(reader))
    assert not page.has("style")
    loaded = [link["href"] for link in page.all("link") if link["rel"] != "alternate"]
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


@pytest.mark.django_db
def test_the_desk_has_its_forbidden_page_too(desk, reporter):
    response = desk(reporter).get("/admin/newsroom/user/")
    assert response.status_code == 403
    assert Page(response).one("h1").text == "This is not open to you"


def test_a_fault_of_ours_is_a_page_without_database_or_context(client, broken):
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert Page(response).one("h1").text == "Something broke at our end"
    assert b"a secret detail" not in response.content
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_the_page_of_a_fault_is_whole_and_loads_its_look_from_us(client, broken):
    client.raise_request_exception = False
    page = Page(client.get("/"))
    assert page.one("html")["lang"] == "en"
    assert [link["href"] for link in page.all("link")]
    assert all(link["href"].startswith("/static/newsroom/css/") for link in page.all("link"))
    assert not page.has("script")
    assert not page.has("style")


def test_the_page_of_a_fault_stands_even_where_static_files_are_missing(client, broken, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "newsroom.storage.StaticFiles"}}
    settings.STATIC_ROOT = tmp_path
    client.raise_request_exception = False
    assert client.get("/").status_code == 500


@pytest.mark.django_db
def test_the_makers_are_told_of_a_fault(client, broken, mailoutbox):
    client.raise_request_exception = False
    client.get("/")
    assert [mail.to for mail in mailoutbox] == [["desk@example.org"]]


def test_when_the_database_is_gone_readers_get_the_page_of_a_fault(client):
    # Without pytest's mark every query fails.
    client.raise_request_exception = False
    assert client.get("/nowhere/").status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_a_method_that_makes_no_sense_is_refused(client, method):
    assert getattr(client, method)("/").status_code == 405
