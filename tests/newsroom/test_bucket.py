"""Pictures in a bucket: readers fetch renditions there, and nobody an original, which may say where it was taken."""

import io
import json
import os
import re
import runpy
from functools import partial
from importlib import import_module
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import pictures
from articles.models import Picture
from newsroom.env import BASE_DIR
from newsroom.storage import Bucket
from tests.factories import make_article, make_picture
from tests.page import Page

# Where nothing may be skipped, an import that fails is an error.
_import = import_module if os.environ.get("CI") else partial(pytest.importorskip, reason="no bucket here: make tools")
boto3, moto, botocore = map(_import, ("boto3", "moto.server", "botocore.exceptions"))

pytestmark = pytest.mark.django_db

# Of a picture whose renditions nobody looks at: to make those of a larger one takes most of a test.
SMALL = (90, 60)
# What the README has an operator set.
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::the-example/paper/pictures/*",
        }
    ],
}


@pytest.fixture(scope="module")
def servers():
    """The address of servers that speak as Amazon's do."""
    server = moto.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def read(monkeypatch, tmp_path, settings):
    """Have the paper read its settings of pictures under an environment."""

    def under(**variables):
        kept = {"DATA_DIR": str(tmp_path), "AWS_ACCESS_KEY_ID": "a-key", "AWS_SECRET_ACCESS_KEY": "a-secret"}
        for name, value in (kept | variables).items():
            monkeypatch.setenv(name, value)
        found = runpy.run_path(str(BASE_DIR / "newsroom" / "settings.py"))
        settings.STORAGES = settings.STORAGES | {"default": found["STORAGES"]["default"]}
        settings.MEDIA_FRONT = found["MEDIA_FRONT"]
        settings.CONTENT_SECURITY_POLICY = found["CONTENT_SECURITY_POLICY"]

    return under


@pytest.fixture
def bucket(servers, read):
    """The bucket that the paper keeps its pictures in, empty."""
    read(MEDIA_STORAGE="s3://the-example/paper", AWS_ENDPOINT_URL=servers)
    made = boto3.resource("s3", endpoint_url=servers, region_name="us-east-1").Bucket("the-example")
    made.create()
    made.Policy().put(Policy=json.dumps(POLICY))
    yield made
    made.objects.all().delete()
    made.delete()


def names(bucket):
    return sorted(each.key for each in bucket.objects.all())


def fetch(address):
    """Fetch an address as a reader does; return status, headers and body."""
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
            return answer.status, answer.headers, answer.read()
    except HTTPError as refused:
        return refused.code, refused.headers, b""


def a_photograph():
    """A picture that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Taken at the back door"
    Image.new("RGB", (900, 600), "#7a8b99").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_what_an_editor_uploads_is_in_the_bucket_and_on_the_page(bucket, editor, desk, client, servers):
    fields = {"alt": "A grey quay", "caption": "", "credit": "A. Quayle", "focus_x": 50, "focus_y": 50}
    file = SimpleUploadedFile("quay.jpg", a_photograph(), "image/jpeg")
    assert desk(editor).post("/admin/articles/picture/add/", fields | {"file": file}).status_code == 302
    picture = Picture.objects.get()
    crops = [picture.renditions[shape] for shape in pictures.CROPS if shape in picture.renditions]
    assert names(bucket) == [
        f"paper/{picture.file.name}",
        *sorted({f"paper/{name}" for _, _, name in [*picture.full.steps, picture.full.jpeg, *crops]}),
    ]
    page = Page(client.get(make_article(picture=picture).get_absolute_url()))
    assert page.one(".article__picture img")["src"] == f"{servers}/the-example/paper/{picture.full.jpeg[2]}"
    sources = page.one(".article__picture source")["srcset"].split(", ")
    for address in [page.one(".article__picture img")["src"], *(source.split()[0] for source in sources)]:
        status, _headers, body = fetch(address)
        assert status == 200
        assert b"back door" not in body


def test_a_rendition_may_be_kept_for_a_year_by_everybody(bucket):
    status, headers, _body = fetch(make_picture(size=SMALL).full.src)
    assert status == 200
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Type"] == "image/jpeg"


def test_an_original_is_given_to_nobody_without_a_signature(bucket, servers):
    picture = make_picture(size=SMALL)
    bare = f"{servers}/the-example/paper/{picture.file.name}"
    assert fetch(bare)[0] == 403
    assert urlsplit(picture.file.url)._replace(query="").geturl() == bare
    status, headers, body = fetch(picture.file.url)
    assert (status, headers["Cache-Control"]) == (200, "private, no-store")
    assert body.startswith(b"\x89PNG")


def test_the_desks_address_of_an_original_is_good_for_five_minutes(bucket):
    assert re.search(r"X-Amz-Expires=300\b", make_picture(size=SMALL).file.url)


def test_a_new_focus_is_cut_from_the_original(bucket):
    picture = make_picture(size=(900, 300))
    before = names(bucket)
    picture = Picture.objects.get()
    picture.focus_x = 0
    picture.save()
    assert set(before) < set(names(bucket))
    assert fetch(picture.card.src)[0] == 200


def test_the_same_picture_is_not_sent_twice(bucket, monkeypatch):
    make_picture(size=SMALL)
    kept = []
    save = Bucket._save
    monkeypatch.setattr(Bucket, "_save", lambda *args: kept.append(args[1]) or save(*args))
    make_picture(size=SMALL)
    assert [name.partition("/")[0] for name in kept] == ["originals"]


def test_a_file_can_be_asked_about_and_deleted(bucket):
    assert not default_storage.exists("pictures/a.jpg")
    default_storage.save("pictures/a.jpg", ContentFile(b"grey"))
    assert default_storage.exists("pictures/a.jpg")
    assert default_storage.size("pictures/a.jpg") == 4
    assert default_storage.open("pictures/a.jpg").read() == b"grey"
    default_storage.delete("pictures/a.jpg")
    assert not default_storage.exists("pictures/a.jpg")


def test_a_bucket_that_is_not_there_is_not_taken_for_an_empty_one(bucket, read, servers):
    read(MEDIA_STORAGE="s3://another-example", AWS_ENDPOINT_URL=servers)
    with pytest.raises(botocore.ClientError):
        default_storage.save("pictures/a.jpg", ContentFile(b"grey"))


# What needs no bucket to be there


@pytest.fixture
def cdn(read):
    """A network in front of a bucket that nobody can reach."""
    read(
        MEDIA_STORAGE="s3://the-example/paper",
        MEDIA_CDN="https://pictures.example",
        AWS_ENDPOINT_URL="http://127.0.0.1:9",
    )


SHAPES = {
    shape: {"steps": [[90, 60, "pictures/ab12cd34ef56ab12.avif"]], "jpeg": [90, 60, "pictures/ab12cd34ef56ab12.jpg"]}
    for shape in ("full", "card")
}
FIGURE = '<figure><img src="/media/pictures/ab12cd34ef56ab12.jpg" alt="Fog" width="90" height="60"></figure>'


@pytest.fixture
def story(cdn, monkeypatch):
    """A story with a lead picture and one in its copy, both made long ago."""
    monkeypatch.setattr(pictures, "make_renditions", lambda file, focus: SHAPES)
    monkeypatch.setattr(Bucket, "_save", lambda self, name, content: name)
    return make_article(picture=make_picture(size=SMALL), copy=f"<p>Fog.</p>{FIGURE}")


def test_a_page_leads_to_the_network_in_front_and_asks_nobody(story, client):
    answer = client.get(story.get_absolute_url())
    page = Page(answer)
    pictures_on_it = [
        page.one(".article__picture img")["src"],
        page.one(".article__picture source")["srcset"].split()[0],
    ]
    assert pictures_on_it == [
        "https://pictures.example/pictures/ab12cd34ef56ab12.jpg",
        "https://pictures.example/pictures/ab12cd34ef56ab12.avif",
    ]
    assert [e["src"] for e in page.all("figure img")][-1] == "https://pictures.example/pictures/ab12cd34ef56ab12.jpg"
    assert "img-src 'self' data: https://pictures.example/" in answer["Content-Security-Policy"].split("; ")


def test_a_copy_names_its_pictures_alike_wherever_they_are(story, editor, desk):
    story.save()
    assert '<img src="/media/pictures/ab12cd34ef56ab12.jpg"' in story.copy
    assert (
        "/media/pictures/ab12cd34ef56ab12.jpg"
        in desk(editor).get(f"/admin/articles/picture/{story.picture.pk}/change/").text
    )


def test_the_address_in_a_copy_leads_to_the_network_in_front(cdn, client):
    answer = client.get("/media/pictures/ab12cd34ef56ab12.jpg")
    assert (answer.status_code, answer["Location"]) == (302, "https://pictures.example/pictures/ab12cd34ef56ab12.jpg")
    assert answer["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    "path", ["originals/ab.jpg", "pictures/../originals/ab.jpg", "pictures/", "ab.jpg", "pictures//x"]
)
def test_no_other_address_leads_anywhere(cdn, client, path):
    assert client.get(f"/media/{path}").status_code == 404
