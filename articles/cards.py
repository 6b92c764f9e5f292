"""Social cards: the pictures of articles, and of the paper, that social networks show for shared links.

A card is drawn at the first request and stored, under an address that changes with its content.
"""

import hashlib
import io
import logging
import threading
from dataclasses import astuple, dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language_info
from PIL import Image, ImageDraw

from articles import pictures
from articles.models import Article
from articles.typefaces import Typeface, plain, typeface_for
from newsroom.lib.addresses import path_to
from newsroom.lib.languages import speaking

logger = logging.getLogger(__name__)

# The ratio that all networks show uncropped: 1.91 to 1.
SIZE = (1200, 630)
# Raise it with every change to the drawing below, so that the addresses change.
_EDITION = 1
_PAPER, _INK, _SOFT, _HAIRLINE = "#fdfdfc", "#17191b", "#565b60", "#d6d6d1"
# The accent colours of palette.css in light mode.
ACCENTS = {
    "madder": "#a01f2c",
    "rust": "#a8431a",
    "ochre": "#83600a",
    "moss": "#3f6b21",
    "teal": "#0f6b68",
    "cobalt": "#1b4fa0",
    "plum": "#7a2f74",
    "slate": "#47566b",
}
_MARGIN, _BAR, _PICTURE = 64, 16, 480
_HEAD, _FOOT = 120, 106
_LABEL_SIZE, _NAME_SIZE = 27, 34
_HEADLINE_SIZES = range(84, 41, -3)
_JPEG = {"format": "JPEG", "quality": 86, "optimize": True}
# A worker draws one card at a time, so that drawing uses one core at most.
_drawing = threading.Lock()


@dataclass(frozen=True)
class Card:
    """The content of a card. `picture` is the name of a rendition or empty; `label` is the line above the headline."""

    headline: str
    label: str
    accent: str
    paper: str
    picture: str
    focus: tuple[int, int]
    is_right_to_left: bool

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((_EDITION, astuple(self))).encode()).hexdigest()[:12]


def card_of(article: Article) -> Card:
    """Return the card of an article, without its picture if that has a content warning."""
    picture = article.card_picture
    with speaking(article.language):
        kind = f" · {article.get_kind_display()}" if article.is_labelled else ""
    return Card(
        headline=article.headline,
        label=f"{article.section.name}{kind}",
        accent=article.section.accent,
        paper=settings.PUBLICATION_NAME,
        picture=picture.renditions["full"]["jpeg"][2] if picture else "",
        focus=(picture.focus_x, picture.focus_y) if picture else (50, 50),
        is_right_to_left=article.direction == "rtl",
    )


def card_of_paper() -> Card:
    """Return the card of the paper, for the front page and all other pages that are not articles."""
    return Card(
        headline=settings.PUBLICATION_NAME,
        label=settings.PUBLICATION_TAGLINE,
        accent="slate",
        paper=urlsplit(settings.SITE_URL).netloc,
        picture="",
        focus=(50, 50),
        is_right_to_left=get_language_info(settings.LANGUAGE_CODE)["bidi"],
    )


def address_of_paper() -> str:
    return path_to("articles:card_of_paper", card_of_paper().digest)


def address_of(article: Article) -> str:
    return path_to("articles:card", article.pk, card_of(article).digest)


def file_of(card: Card, owner: int | str) -> bytes:
    """Return the card as a JPEG, drawn at the first request. `owner` is its article's primary key, or a word.

    It is stored under a name that cannot be guessed, so that it is served by its view only, and no longer than its
    article.
    """
    secret = salted_hmac("articles.cards", f"{owner}-{card.digest}", algorithm="sha256").hexdigest()[:32]
    name = f"cards/{secret}.jpg"
    if not default_storage.exists(name):
        with _drawing:
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(_as_jpeg(draw(card))))
    with default_storage.open(name) as file:
        return file.read()


def draw(card: Card) -> Image.Image:
    """Draw a card: text on the side where the writing begins, the picture on the other."""
    canvas = Image.new("RGB", SIZE, _PAPER)
    width, height = SIZE
    picture = _picture(card)
    text_width = width - _BAR - 2 * _MARGIN - (_PICTURE - _MARGIN // 4 if picture else 0)
    start = width - _BAR - _MARGIN if card.is_right_to_left else _BAR + _MARGIN
    pen = ImageDraw.Draw(canvas)
    bar = (width - _BAR, 0, width, height) if card.is_right_to_left else (0, 0, _BAR - 1, height)
    pen.rectangle(bar, fill=ACCENTS[card.accent])
    if picture:
        canvas.paste(picture, (0 if card.is_right_to_left else width - _PICTURE, 0))
    writer = _Writer(pen, start, text_width, card.is_right_to_left)
    writer.line(card.label, "sans", _LABEL_SIZE, _MARGIN + _LABEL_SIZE, ACCENTS[card.accent])
    writer.block(card.headline, _HEAD, height - _FOOT - 24)
    writer.rule(height - _FOOT)
    writer.line(card.paper, "serif", _NAME_SIZE, height - _FOOT + 62, _INK)
    return canvas


class _Writer:
    """Draws lines of text from one edge, in the writing direction. A line that no typeface of ours has is left out."""

    def __init__(self, pen: ImageDraw.ImageDraw, start: int, width: int, is_right_to_left: bool):
        self._pen, self._start, self._width = pen, start, width
        self._direction = "rtl" if is_right_to_left else "ltr"
        self._anchor = "rs" if is_right_to_left else "ls"

    def line(self, text: str, style: str, size: int, baseline: int, ink: str) -> None:
        text = plain(text)
        if face := typeface_for(text, style):
            self._set(face, size, face.shortened(text, size, self._width, self._direction), baseline, ink)

    def block(self, text: str, top: int, bottom: int) -> None:
        """Draw a headline as large as fits between two heights; one that is too long ends in an ellipsis."""
        text = plain(text)
        face = typeface_for(text, "serif")
        if face is None:
            return
        for size in _HEADLINE_SIZES:
            step = round(size * face.leading)
            most = (bottom - top) // step
            lines = face.broken(text, size, self._width, self._direction)
            if len(lines) <= most and max(face.length(each, size, self._direction) for each in lines) <= self._width:
                break
        if len(lines) > most:
            rest = " ".join(lines[most - 1 :])
            lines = [*lines[: most - 1], face.shortened(f"{rest}…", size, self._width, self._direction)]
        for number, each in enumerate(lines):
            each = face.shortened(each, size, self._width, self._direction)
            self._set(face, size, each, top + round(size * face.ascent) + number * step, _INK)

    def rule(self, at: int) -> None:
        edges = sorted((self._start, self._start + (-self._width if self._direction == "rtl" else self._width)))
        self._pen.line((edges[0], at, edges[1], at), fill=_HAIRLINE, width=2)

    def _set(self, face: Typeface, size: int, text: str, baseline: int, ink: str) -> None:
        place = (self._start, baseline)
        self._pen.text(place, text, ink, face.font(size), self._anchor, **face.shaping(self._direction))


def _picture(card: Card) -> Image.Image | None:
    """Return the picture, cropped around the focus; None if its file is missing."""
    if not card.picture:
        return None
    try:
        with default_storage.open(card.picture) as file:
            image = pictures.read(io.BytesIO(file.read()))
    except Exception:
        # Each storage raises its own exceptions.
        logger.warning("A card was drawn without its picture, which is not there: %s", card.picture)
        return None
    cut = pictures.crop(image, _PICTURE / SIZE[1], card.focus)
    return cut.resize((_PICTURE, SIZE[1]), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _as_jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, **_JPEG)
    return out.getvalue()
