"""The demo edition's illustrations, drawn by code: flat inks on grained paper, the same on every run."""

from PIL import Image

from . import harbour, land, nature, sport, still_life, town  # noqa: F401  (each registers its scenes)
from .paper import SCENES, Paper

NAMES: tuple[str, ...] = tuple(SCENES)


def draw(name: str, size: tuple[int, int] = (1600, 1067)) -> Image.Image:
    """Draw a picture; sizes of another shape crop it, as a page would. An unknown name is a KeyError."""
    scene, inks = SCENES[name]
    paper = Paper(name, size, inks)
    scene(paper, **inks)
    return paper.print()
