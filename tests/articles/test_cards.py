"""An article has a card of its own where its address is shared."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from articles import cards, typefaces
from articles.models import Section
from tests.factories import make_article, make_picture, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db

needs_shaping = pytest.mark.skipif(not typefaces._can_shape(), reason="this machine has no fribidi")
PALETTE = Path(__file__).resolve().parents[2] / "newsroom/static/newsroom/css/palette.css"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def make_card(**overrides):
    fields = {
        "headline": "The ferry sails again",
        "label": "City",
        "accent": "teal",
        "paper": "The Ellery Courier",
        "picture": "",
        "focus": (50, 50),
        "is_right_to_left": False,
    } | overrides
    return cards.Card(**fields)


def ink(image, left, top, right, bottom):
    """Return how many dark pixels are in a part of a picture."""
    return sum(image.crop((left, top, right, bottom)).convert("L").histogram()[:110])


def card_on(client, article):
    """Return what the page of an article says of its card, by the Open Graph's names, and the card."""
    metas = Page(client.get(article.get_absolute_url())).all("meta[property]")
    said = {meta["property"]: meta["content"] for meta in metas}
    return said, client.get(said["og:image"].removeprefix("http://testserver"))


def test_the_card_is_of_the_size_that_the_page_says(client):
    """H3: og:image of 1200 by 630, with alt text, and a large card."""
    article = make_article(picture=make_picture(alt="A grey quay in fog"))
    said, response = card_on(client, article)
    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.size, image.format) == ((1200, 630), "JPEG")
    assert (said["og:image:width"], said["og:image:height"], said["og:image:type"]) == ("1200", "630", "image/jpeg")
    assert said["og:image:alt"] == f"{article.headline} – A grey quay in fog"
    page = Page(client.get(article.get_absolute_url()))
    assert page.one("meta[name=twitter:card]")["content"] == "summary_large_image"
    assert page.one("meta[name=twitter:image:alt]")["content"] == said["og:image:alt"]


@pytest.mark.parametrize("path", ["/", "/latest/", "/city/", "/corrections/"])
def test_a_page_of_no_one_article_has_the_card_of_the_paper(client, settings, path):
    """H3."""
    settings.PUBLICATION_NAME, settings.PUBLICATION_TAGLINE = "The Ellery Courier", "The daily of Port Ellery"
    make_article()
    said = {meta["property"]: meta["content"] for meta in Page(client.get(path)).all("meta[property]")}
    assert said["og:image:alt"] == "The Ellery Courier – The daily of Port Ellery"
    card = client.get(said["og:image"].removeprefix("http://testserver"))
    assert card["Cache-Control"] == "public, max-age=31536000, immutable"
    with Image.open(io.BytesIO(card.content)) as image:
        assert image.size == (1200, 630)
    settings.PUBLICATION_TAGLINE = "The weekly of Port Ellery"
    led = client.get(said["og:image"].removeprefix("http://testserver"))
    assert (led.status_code, led["Location"]) == (302, cards.address_of_paper())


def test_a_card_may_be_kept_for_good_and_changes_its_address_with_its_face(client):
    article = make_article()
    said, response = card_on(client, article)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    article.headline = "Another headline"
    article.save()
    after, _response = card_on(client, article)
    assert after["og:image"] != said["og:image"]
    led = client.get(said["og:image"].removeprefix("http://testserver"))
    assert (led.status_code, led["Location"]) == (302, after["og:image"].removeprefix("http://testserver"))


def test_a_card_is_drawn_once(client, monkeypatch):
    article = make_article()
    first = card_on(client, article)[1].content
    monkeypatch.setattr(cards, "draw", None)
    assert card_on(client, article)[1].content == first


def test_a_card_is_kept_where_nobody_can_guess_it(client, media):
    article = make_article()
    said, _response = card_on(client, article)
    (kept,) = media.glob("cards/*")
    assert said["og:image"].rpartition("-")[2].partition(".")[0] not in kept.name
    assert len(kept.stem) == 32


def test_a_sensitive_picture_is_not_on_the_card(client):
    warned = make_article(picture=make_picture(warning="A wound is seen."))
    assert cards.card_of(warned).picture == ""
    said, response = card_on(client, warned)
    assert response.status_code == 200
    assert said["og:image:alt"] == warned.headline


def test_a_picture_whose_file_is_gone_is_done_without():
    assert cards.draw(make_card(picture="pictures/gone.jpg")).size == (1200, 630)


def test_the_accents_are_those_of_the_pages():
    palette = PALETTE.read_text()
    by_day = {name: re.search(rf"--{name}: light-dark\((#\w+),", palette)[1] for name in Section.Accent.values}
    assert by_day == cards.ACCENTS


def test_the_accent_of_the_section_is_on_its_edge():
    drawn = cards.draw(make_card(accent="madder"))
    assert drawn.getpixel((5, 300)) == (0xA0, 0x1F, 0x2C)
    assert cards.draw(make_card(accent="madder", is_right_to_left=True)).getpixel((1195, 300)) == (0xA0, 0x1F, 0x2C)


def test_an_opinion_is_called_one_on_its_card():
    assert cards.card_of(make_article(kind="opinion", section=make_section("City"))).label == "City · Opinion"


@pytest.mark.parametrize(
    "headline",
    ["word " * 40, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "a" * 200],
)
def test_the_longest_headline_stays_within_its_place(headline):
    picture = make_picture(size=(90, 60)).full.jpeg[2]
    drawn = cards.draw(make_card(headline=headline.strip(), picture=picture))
    with_less = cards.draw(make_card(headline="a", picture=picture))
    margin = (cards.SIZE[0] - cards._PICTURE - 30, 0, cards.SIZE[0] - cards._PICTURE, 630)
    assert ink(drawn, *margin) == ink(with_less, *margin)
    assert ink(drawn, 80, 630 - 126, 700, 630 - 108) == 0


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("The ferry sails again", "newsreader-600"),
        ("Łódź, Žižkov & Ålesund’s “answer” – 100 €", "newsreader-600"),
        ("Поезд, который возит воду", "noto-serif-600"),
        ("Το τρένο του νερού", "noto-serif-600"),
        ("A tug 🚢 arrives", "newsreader-600"),
        ("One\u00a0two\u202fthree\u2011four", "newsreader-600"),
    ],
)
def test_a_text_is_set_in_the_first_typeface_that_has_all_its_letters(text, font):
    assert typefaces.typeface_for(typefaces.plain(text), "serif").name == font


def test_what_no_typeface_has_is_left_out_rather_than_drawn_as_boxes():
    assert typefaces.typeface_for("港の夜", "serif") is None
    empty = cards.draw(make_card(headline="港の夜", label="", paper=""))
    assert ink(empty, 40, 0, 1200, 520) == 0


@pytest.mark.parametrize("face", typefaces._STYLES["serif"] + typefaces._STYLES["sans"], ids=lambda face: face.name)
def test_a_typeface_has_the_letters_that_it_says(face):
    missing = face.font(40).getmask("\ue000").getbbox(), bytes(face.font(40).getmask("\ue000"))
    letters = sorted(typefaces._letters(face.name))[::7]
    drawn = {sign: face.font(40).getmask(sign) for sign in letters if sign.isalpha()}
    assert not [sign for sign, mask in drawn.items() if (mask.getbbox(), bytes(mask)) == missing]


@needs_shaping
def test_arabic_letters_are_joined_and_run_from_the_right():
    face = typefaces.typeface_for("العبارة", "serif")
    joined = face.length("العبارة", 60, "rtl")
    assert joined < sum(face.length(letter, 60, "rtl") for letter in "العبارة") * 0.9
    drawn = cards.draw(make_card(headline="العبارة", is_right_to_left=True))
    assert ink(drawn, 800, 120, 1120, 300) > 0
    assert ink(drawn, 40, 120, 600, 300) == 0


def test_letters_that_cannot_be_joined_are_left_out(monkeypatch):
    monkeypatch.setattr(typefaces, "_can_shape", lambda: False)
    assert typefaces.typeface_for("العبارة", "serif") is None
    assert cards.draw(make_card()).size == (1200, 630)
