"""Make the renditions of a picture that pages show: once, when it is uploaded."""

import hashlib
import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

WIDTHS = (400, 800, 1200, 1600)
# The one JPEG is for browsers without WebP, for social cards and feeds.
_JPEG_WIDTH = 1200
_CARD_RATIO = 3 / 2
_WEBP = {"format": "WEBP", "quality": 78, "method": 2}
_IN_COPY = re.compile(rf'(<img\b[^>]*\bsrc="){settings.MEDIA_URL}(pictures/[^"]+)')
_JPEG = {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True}


@dataclass(frozen=True)
class Shape:
    """The renditions of one picture in one shape. `webp` holds (width, height, name), narrowest first."""

    webp: list
    jpeg: list

    @property
    def srcset(self) -> str:
        return ", ".join(f"{default_storage.url(name)} {width}w" for width, _, name in self.webp)

    @property
    def src(self) -> str:
        return default_storage.url(self.jpeg[2])

    @property
    def address(self) -> str:
        """What a copy calls the picture. It stays the same wherever pictures are kept, and whatever is in front."""
        return settings.MEDIA_URL + self.jpeg[2]

    @property
    def width(self) -> int:
        return self.jpeg[0]

    @property
    def height(self) -> int:
        return self.jpeg[1]


class Unreadable(ValueError):
    """A file that no picture can be made of."""


def with_present_addresses(copy: str) -> str:
    """Return a sanitised copy in which each picture has the address that readers fetch it from today."""
    return _IN_COPY.sub(lambda match: match[1] + default_storage.url(match[2]), copy)


def read(file) -> Image.Image:
    """Return a picture as it looks: whole, upright, on white where it is see-through. Raises Unreadable."""
    try:
        with Image.open(file) as opened:
            image = ImageOps.exif_transpose(opened)
    except Exception as error:
        # Broken files bring up whatever each format's decoder trips over.
        raise Unreadable("This file is not a picture, or not a whole one.") from error
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    return image.convert("RGB")


def make_renditions(file, focus: tuple[int, int]) -> dict:
    """Store the renditions of an image file and return what `Shape` needs of each shape, "full" and "card".

    `focus` is in per cent from the top left. A picture is never enlarged: one narrower than a step of WIDTHS ends
    with its own width. Names carry a hash of the content and the focus, so that a name's bytes never change; what
    the camera wrote into the file (place, owner) is left out. Raises Unreadable.
    """
    file.seek(0)
    content = file.read()
    digest = hashlib.sha256(content + repr(focus).encode()).hexdigest()[:16]
    image = read(io.BytesIO(content))
    shapes = {"full": image, "card": _crop(image, focus)}
    if shapes["card"].size == image.size:
        full = _render(image, f"pictures/{digest}")
        return {"full": full, "card": full}
    return {shape: _render(cut, f"pictures/{digest}-{shape}") for shape, cut in shapes.items()}


def _crop(image: Image.Image, focus: tuple[int, int]) -> Image.Image:
    """Cut to three by two, the focus as near the middle as the edges allow."""
    width, height = image.size
    cut = (min(width, round(height * _CARD_RATIO)), min(height, round(width / _CARD_RATIO)))
    if abs(cut[0] - width) <= 2 and abs(cut[1] - height) <= 2:
        return image
    left, top = (
        max(0, min(whole - part, round(whole * at / 100 - part / 2)))
        for whole, part, at in zip((width, height), cut, focus, strict=True)
    )
    return image.crop((left, top, left + cut[0], top + cut[1]))


def _render(image: Image.Image, stem: str) -> dict:
    widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
    # Pillow lets go of the interpreter while it scales and encodes, so that the widths share the cores.
    with ThreadPoolExecutor() as pool:
        jpeg = pool.submit(_store, image, min(image.width, _JPEG_WIDTH), f"{stem}.jpg", _JPEG)
        webp = pool.map(lambda width: _store(image, width, f"{stem}-{width}.webp", _WEBP), dict.fromkeys(widths))
        return {"webp": list(webp), "jpeg": jpeg.result()}


def _store(image: Image.Image, width: int, name: str, options: dict) -> list:
    height = max(1, round(image.height * width / image.width))
    if not default_storage.exists(name):
        out = io.BytesIO()
        image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0).save(out, **options)
        default_storage.save(name, ContentFile(out.getvalue()))
    return [width, height, name]
