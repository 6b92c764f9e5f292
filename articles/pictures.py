"""Renditions of pictures for pages, made once, at upload."""

import hashlib
import io
import mimetypes
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

# Raise it when the renditions change; `manage.py make_renditions` makes them for existing pictures.
EDITION = 4
# A full-width picture on a phone needs the second at a pixel ratio of two, the third at three.
WIDTHS = (400, 700, 1200, 1600)
# The one JPEG is for browsers without AVIF, for social cards and feeds.
_JPEG_WIDTH = 1200
_CARD_RATIO = 3 / 2
# Crops for search engines and social networks: {shape: (ratio, width in pixels)}. Google asks for these three, with at
# least 50,000 pixels, and for 1,200 of width (developers.google.com/search, "Article structured data").
CROPS = {"16x9": (16 / 9, 1200), "4x3": (4 / 3, 1200), "1x1": (1, 1200)}
_FEWEST_PIXELS = 50_000
# At a higher speed files grow by a tenth to a quarter; at a lower one they hardly get smaller.
_AVIF = {"format": "AVIF", "quality": 50, "speed": 8}
# A picture's address in a copy, with the digest of its content.
_IN_COPY = re.compile(rf"{settings.MEDIA_URL}pictures/([0-9a-f]{{16}})(?:-[\w-]+)?\.\w+")
_CROP = {"format": "JPEG", "quality": 80}
_JPEG = {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True}


@dataclass(frozen=True)
class Shape:
    """The renditions of one picture in one shape. `steps` holds (width, height, name), narrowest first."""

    steps: list
    jpeg: list

    @property
    def srcset(self) -> str:
        return ", ".join(f"{default_storage.url(name)} {width}w" for width, _, name in self.steps)

    @property
    def type(self) -> str:
        """The media type of the steps."""
        return mimetypes.guess_type(self.steps[0][2])[0]

    @property
    def sizes(self) -> list[tuple[int, int, str]]:
        """The renditions as (width, height, address), narrowest first."""
        return [(width, height, default_storage.url(name)) for width, height, name in self.steps]

    @property
    def src(self) -> str:
        return default_storage.url(self.jpeg[2])

    @property
    def address(self) -> str:
        """The picture's address in a copy. It does not depend on where pictures are stored, or on a CDN."""
        return settings.MEDIA_URL + self.jpeg[2]

    @property
    def width(self) -> int:
        return self.jpeg[0]

    @property
    def height(self) -> int:
        return self.jpeg[1]


class Unreadable(ValueError):
    """Raised for a file that cannot be read as a picture."""


def digest_of(address: str) -> str:
    """Return the digest of the picture at an address in a copy, whatever its crop; "" if it is not ours."""
    match = _IN_COPY.fullmatch(address)
    return match[1] if match else ""


def digests_in(copy: str) -> set[str]:
    """Return the digests of our pictures in a sanitised copy."""
    return {match[1] for match in _IN_COPY.finditer(copy)}


def present_address(address: str) -> str:
    """Return the address that readers fetch a picture from, given its address in a copy."""
    return default_storage.url(address.removeprefix(settings.MEDIA_URL)) if _IN_COPY.match(address) else address


def read(file) -> Image.Image:
    """Return a picture in RGB, rotated by its EXIF orientation, on white where transparent. Raises Unreadable."""
    try:
        with Image.open(file) as opened:
            image = ImageOps.exif_transpose(opened)
    except Exception as error:
        # Decoders raise all kinds of exceptions for broken files.
        raise Unreadable("This file is not a picture, or not a whole one.") from error
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    return image.convert("RGB")


def at_present(rendition: list) -> tuple[int, int, str]:
    """Return (width, height, address) of a stored rendition."""
    width, height, name = rendition
    return width, height, default_storage.url(name)


def make_renditions(file, focus: tuple[int, int]) -> dict:
    """Store the renditions of an image file; return the arguments of `Shape` for "full" and "card", and one rendition
    of each of the CROPS that the picture is large enough for.

    `focus` is in per cent from the top left. A picture is never enlarged: the largest step is its own width if that is
    below WIDTHS. Names contain a hash of the content, a card's also its focus, a step's also the EDITION, so that a
    name's bytes never change. The camera's metadata (location, owner) is removed. Raises Unreadable.
    """
    file.seek(0)
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()[:16]
    image = read(io.BytesIO(content))
    return _shapes(image, focus, digest) | _crops(image, focus, digest)


def crop(image: Image.Image, ratio: float, focus: tuple[int, int]) -> Image.Image:
    """Crop to a ratio of width to height, with the focus as near the centre as the edges allow."""
    width, height = image.size
    cut = (min(width, round(height * ratio)) or 1, min(height, round(width / ratio)) or 1)
    if abs(cut[0] - width) <= 2 and abs(cut[1] - height) <= 2:
        return image
    left, top = (
        max(0, min(whole - part, round(whole * at / 100 - part / 2)))
        for whole, part, at in zip((width, height), cut, focus, strict=True)
    )
    return image.crop((left, top, left + cut[0], top + cut[1]))


def _shapes(image: Image.Image, focus: tuple[int, int], digest: str) -> dict:
    shapes = {"full": image, "card": crop(image, _CARD_RATIO, focus)}
    if shapes["card"].size == image.size:
        full = _render(image, f"pictures/{digest}")
        return {"full": full, "card": full}
    names = {"full": f"pictures/{digest}", "card": _cut_name(digest, focus, "card")}
    return {shape: _render(cut, names[shape]) for shape, cut in shapes.items()}


def _crops(image: Image.Image, focus: tuple[int, int], digest: str) -> dict:
    cuts = {shape: crop(image, ratio, focus) for shape, (ratio, _width) in CROPS.items()}
    large = {shape: cut for shape, cut in cuts.items() if cut.width * cut.height >= _FEWEST_PIXELS}

    def store(shape: str) -> list:
        width = min(large[shape].width, CROPS[shape][1])
        return _store(large[shape], width, f"{_cut_name(digest, focus, shape)}.jpg", _CROP)

    with ThreadPoolExecutor() as pool:
        return dict(zip(large, pool.map(store, large), strict=True))


def _cut_name(digest: str, focus: tuple[int, int], shape: str) -> str:
    x, y = focus
    return f"pictures/{digest}-{x}-{y}-{shape}"


def _render(image: Image.Image, stem: str) -> dict:
    widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
    # Pillow releases the GIL while it scales and encodes, so that threads use several cores.
    with ThreadPoolExecutor() as pool:
        jpeg = pool.submit(_store, image, min(image.width, _JPEG_WIDTH), f"{stem}.jpg", _JPEG)
        steps = pool.map(
            lambda width: _store(image, width, f"{stem}-{width}-{EDITION}.avif", _AVIF), dict.fromkeys(widths)
        )
        return {"steps": list(steps), "jpeg": jpeg.result()}


def _store(image: Image.Image, width: int, name: str, options: dict) -> list:
    height = max(1, round(image.height * width / image.width))
    if not default_storage.exists(name):
        out = io.BytesIO()
        image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0).save(out, **options)
        default_storage.save(name, ContentFile(out.getvalue()))
    return [width, height, name]
