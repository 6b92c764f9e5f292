"""A picture is uploaded once in any shape, and shown in the sizes that pages need."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.forms import modelform_factory
from PIL import Image

from articles import pictures
from articles.models import Picture
from tests.factories import make_article, make_picture
from tests.page import Page

pytestmark = pytest.mark.django_db

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def narrow(monkeypatch):
    """Take small steps, so that small pictures are enough."""
    monkeypatch.setattr(pictures, "WIDTHS", (40, 80, 120))
    monkeypatch.setattr(pictures, "_JPEG_WIDTH", 80)


def encoded(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def make(content, name="quay.png", **fields):
    return Picture.objects.create(file=ContentFile(content, name), alt="Fog", credit="A. Quayle", **fields)


def halves(size=(90, 60), *, upright=False):
    """Return a picture that is red on the left (above, where upright) and blue on the other side."""
    image = Image.new("RGB", size, BLUE)
    width, height = size
    image.paste(RED, (0, 0, width, height // 2) if upright else (0, 0, width // 2, height))
    return image


def opened(media, name):
    with Image.open(media / name) as image:
        image.load()
        return image


def is_like(pixel, colour):
    return all(abs(a - b) < 40 for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize(
    ("size", "widths"),
    [((200, 100), [40, 80, 120]), ((120, 60), [40, 80, 120]), ((100, 50), [40, 80, 100]), ((30, 15), [30])],
)
def test_renditions_grow_in_steps_and_never_beyond_the_picture(narrow, media, size, widths):
    picture = make(encoded(halves(size)))
    assert [width for width, _height, _name in picture.full.steps] == widths
    assert [opened(media, name).size for *_size, name in picture.full.steps] == [(w, w // 2) for w in widths]


def test_the_one_jpeg_is_no_wider_than_cards_need_nor_than_the_picture(narrow, media):
    wide, small = make(encoded(halves((200, 100)))), make(encoded(halves((30, 20))))
    assert (wide.full.width, wide.full.height) == (80, 40)
    assert (small.full.width, small.full.height) == (30, 20)
    assert opened(media, wide.full.jpeg[2]).format == "JPEG"


@pytest.mark.parametrize("size", [(90, 60), (60, 90), (200, 20), (20, 200), (61, 60)])
def test_a_card_is_three_by_two(size):
    card = make(encoded(halves(size))).card
    assert card.width / card.height == pytest.approx(1.5, abs=0.1)
    assert card.width <= size[0]
    assert card.height <= size[1]


def test_a_portrait_is_whole_on_its_own_page():
    picture = make(encoded(halves((60, 90))))
    assert (picture.full.width, picture.full.height) == (60, 90)


@pytest.mark.parametrize("size", [(1, 1), (1, 2), (2, 1), (3, 1), (1, 300), (300, 1)])
def test_the_tiniest_picture_is_a_picture(size):
    picture = make(encoded(halves(size)))
    assert min(picture.full.width, picture.full.height, picture.card.width, picture.card.height) >= 1


@pytest.mark.parametrize(("focus", "colour"), [(0, RED), (50, None), (100, BLUE)])
@pytest.mark.parametrize("upright", [False, True])
def test_the_focus_decides_what_survives_the_crop(media, focus, colour, upright):
    picture = make(
        encoded(halves((60, 180) if upright else (200, 40), upright=upright)), **{f"focus_{'xy'[upright]}": focus}
    )
    card = opened(media, picture.card.jpeg[2])
    corners = [card.getpixel((1, 1)), card.getpixel((card.width - 2, card.height - 2))]
    assert [is_like(corner, colour or (RED, BLUE)[n]) for n, corner in enumerate(corners)] == [True, True]


def test_a_new_focus_makes_new_files_so_that_caches_need_not_be_asked():
    picture = make(encoded(halves((200, 40))))
    before = picture.card.src
    picture.focus_x = 100
    picture.save()
    assert Picture.objects.get().card.src != before


def test_saving_new_words_makes_nothing_again(monkeypatch):
    picture = make(encoded(halves()))
    monkeypatch.setattr(pictures, "make_renditions", None)
    picture.caption = "At noon."
    picture.save()


def test_a_picture_that_was_replaced_is_shown_at_once():
    picture = make(encoded(halves()))
    before = picture.full.src
    picture.file = ContentFile(encoded(halves((30, 20))), "other.png")
    picture.save()
    assert picture.full.src != before
    assert (picture.full.width, picture.full.height) == (30, 20)


def test_a_picture_taken_with_the_camera_on_its_side_stands_upright(media):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = make(encoded(halves((90, 60)), "JPEG", exif=exif), "quay.jpg")
    assert (picture.full.width, picture.full.height) == (60, 90)
    upright = opened(media, picture.full.jpeg[2])
    assert is_like(upright.getpixel((30, 5)), RED)
    assert is_like(upright.getpixel((30, 85)), BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_where_it_was_taken_does_not_come_out(media, kind):
    exif = Image.Exif()
    exif[0x010F] = "A secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    picture = make(encoded(halves(), kind, exif=exif), f"quay.{kind.lower()}")
    shown = [name for shape in (picture.full, picture.card) for *_size, name in [*shape.steps, shape.jpeg]]
    assert not any(opened(media, name).getexif() for name in shown)
    assert not any(b"secret" in (media / name).read_bytes() for name in shown)


def test_another_edition_has_names_of_its_own(monkeypatch):
    """For a year, browsers and caches do not ask again for what a name was once answered with."""
    picture = make(encoded(halves()))
    former = {name for *_size, name in picture.full.steps}
    monkeypatch.setattr(pictures, "EDITION", "another")
    picture.save()
    assert former.isdisjoint(name for *_size, name in picture.full.steps)


def test_the_name_of_an_original_tells_nothing_and_cannot_be_guessed():
    name = make(encoded(halves()), "Adelheid at home.PNG").file.name
    assert name.startswith("originals/")
    assert "Adelheid" not in name
    assert len(name) > 40


def palette(**options):
    image = Image.new("P", (90, 60), 0)
    image.putpalette([*RED, *BLUE])
    image.paste(1, (45, 0, 90, 60))
    return encoded(image, "PNG", **options)


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (palette(), RED),
        (palette(transparency=0), WHITE),
        (encoded(Image.new("RGBA", (90, 60), (0, 0, 0, 0))), WHITE),
        (encoded(Image.new("RGBA", (90, 60), (*RED, 255))), RED),
        (encoded(Image.new("LA", (90, 60), (0, 0))), WHITE),
        (encoded(Image.new("L", (90, 60), 255)), WHITE),
        (encoded(Image.new("1", (90, 60), 1)), WHITE),
        (encoded(Image.new("I;16", (90, 60), 65535)), WHITE),
        (encoded(Image.new("CMYK", (90, 60), (0, 0, 0, 0)), "JPEG"), WHITE),
        (encoded(halves(), "AVIF"), RED),
        (encoded(halves(), "WEBP"), RED),
        (encoded(halves(), "GIF"), RED),
        (encoded(halves(), "GIF", save_all=True, append_images=[Image.new("RGB", (90, 60), BLUE)]), RED),
    ],
    ids=[
        "palette",
        "see-through-palette",
        "see-through",
        "solid",
        "grey-alpha",
        "grey",
        "bits",
        "16-bit",
        "CMYK",
        "AVIF",
        "WebP",
        "GIF",
        "animated",
    ],
)
def test_a_picture_of_any_kind_is_shown_as_it_looks(media, content, left):
    picture = make(content, "quay")
    assert is_like(opened(media, picture.full.jpeg[2]).getpixel((5, 30)), left)
    assert is_like(opened(media, picture.full.steps[0][2]).convert("RGB").getpixel((5, 30)), left)


BROKEN = {
    "text": b"This is no picture.",
    "empty": b"",
    "cut off": encoded(halves((300, 200)), "JPEG")[:900],
    "cut off PNG": encoded(Image.effect_noise((90, 60), 80))[:900],
    "drawn by code": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_form_refuses_a_broken_file_beside_its_field(content):
    form = modelform_factory(Picture, fields=["file", "alt", "credit", "focus_x", "focus_y"])(
        {"alt": "Fog", "credit": "A. Quayle", "focus_x": 50, "focus_y": 50},
        {"file": ContentFile(content, "quay.jpg")},
    )
    assert not form.is_valid()
    assert list(form.errors) == ["file"]


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_leaves_no_picture_behind(content):
    with pytest.raises(pictures.Unreadable, match="not a picture"):
        make(content)
    assert not Picture.objects.exists()


def test_a_focus_outside_the_picture_is_refused():
    picture = make_picture(size=(9, 6))
    picture.focus_x = 101
    with pytest.raises(ValidationError, match="less than or equal to 100"):
        picture.full_clean()


def test_a_page_offers_every_rendition_with_its_width(narrow, client):
    article = make_article(picture=make(encoded(halves((200, 100)))))
    page = Page(client.get(article.get_absolute_url()))
    source = page.one(".article__picture source")
    assert [part.split()[1] for part in source["srcset"].split(", ")] == ["40w", "80w", "120w"]
    assert source["type"] == "image/avif"


def test_a_page_shows_pictures_without_a_look_at_the_storage(client, monkeypatch):
    article = make_article(picture=make_picture(size=(90, 60)))
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.exists", None)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._open", None)
    assert client.get(article.get_absolute_url()).status_code == 200


def made_before(picture):
    """Have a picture as it was made when there were fewer shapes."""
    fewer = {shape: picture.renditions[shape] for shape in ("full", "card")}
    Picture.objects.filter(pk=picture.pk).update(renditions=fewer | {"made_of": [50, 50]})


def test_pictures_of_before_get_the_shapes_that_they_lack(capsys):
    """J6: by a command that may be stopped and run again, and goes on where a file is gone."""
    older, gone = make_picture(size=(400, 300)), make_picture(size=(401, 300))
    made_before(older), made_before(gone)
    gone.file.storage.delete(gone.file.name)
    call_command("make_renditions")
    out, errors = capsys.readouterr()
    assert out.endswith("1 pictures made.\n")
    assert f"Picture {gone.pk} is left as it is" in errors
    older.refresh_from_db()
    assert len(older.crops) == 3
    call_command("make_renditions")
    assert capsys.readouterr().out.endswith("0 pictures made.\n")


def test_the_shapes_keep_the_focus(media):
    """J6."""
    (image, *_others) = make(encoded(halves((800, 300))), focus_x=0).crops
    assert is_like(opened(media, image[2].removeprefix("/media/")).getpixel((300, 100)), RED)
