"""Uploaded pictures are served as files, and nothing else is."""

import pytest

from tests.factories import make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "secret-key").write_text("a secret")
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def test_a_rendition_may_be_kept_for_a_year_since_its_name_never_changes_its_bytes(client):
    response = client.get(make_picture(size=(9, 6)).full.src)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies


def test_a_picture_that_a_browser_has_is_not_sent_again(client, media):
    (media / "a.jpg").write_bytes(b"x")
    modified = client.get("/media/a.jpg")["Last-Modified"]
    assert client.get("/media/a.jpg", headers={"If-Modified-Since": modified}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "",
        "absent.jpg",
        "pictures/",
        "../secret-key",
        "%2e%2e/secret-key",
        "..%2fsecret-key",
        "%00",
        "a%00.jpg",
        "a" * 300,
        "a/" * 3000,
        "/etc/passwd",
        "a.jpg/b",
        "..\\secret-key",
        "%FF",
    ],
)
def test_what_is_no_picture_is_not_found_whatever_was_asked(client, media, path):
    (media / "a.jpg").write_bytes(b"x")
    response = client.get(f"/media/{path}", follow=True)
    assert response.status_code in (400, 404)
    assert b"a secret" not in response.content


def test_a_picture_is_not_written_to(client):
    assert client.post("/media/a.jpg").status_code == 405
