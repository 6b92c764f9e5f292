"""The making of a synthetic archive, block by block; each block is one transaction."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from articles.models import Article, SearchDocument
from newsroom.archive.aside import ahead
from newsroom.archive.discussions import Crowd
from newsroom.archive.hurry import bring_indexes_back, in_a_hurry, take_indexes_away, words_found_together
from newsroom.archive.rows import Block
from newsroom.archive.stories import Desk
from newsroom.lib import droplog
from newsroom.lib.planner import look_at_tables
from newsroom.page_cache import EVERYTHING

# The size of one transaction: so many stories, or as many as have so many comments.
_STORIES_AT_ONCE, _COMMENTS_AT_ONCE = 2000, 50_000
_YEARS = timedelta(days=20 * 365)


@dataclass(frozen=True)
class Archive:
    """Stories over the twenty years before `until`, and comments under them. `seed` identifies an archive."""

    stories: int
    comments: int
    seed: int
    until: datetime

    def made(self) -> int:
        """Return how many of its stories, with their comments, exist already."""
        last = Article.objects.filter(slug__startswith=f"a{self.seed}-").order_by("-pk").first()
        return int(last.slug.split("-")[1]) + 1 if last else 0

    def make(self) -> Iterator[int]:
        """Make the missing stories; yield the number of stories after each block.

        An archive that was made with a smaller number grows; the new stories' dates lie between the existing ones.
        """
        made = self.made()
        maker = _Maker(self)
        with in_a_hurry():
            if self.stories - made > Article.objects.count():
                take_indexes_away(maker.rows)
            blocks = [
                range(at, min(at + self._at_once, self.stories)) for at in range(made, self.stories, self._at_once)
            ]
            for numbers, block in zip(blocks, ahead(maker.block, blocks), strict=True):
                with transaction.atomic():
                    maker.keep(block)
                    droplog.drop(EVERYTHING)
                yield numbers.stop

    def comments_of(self, stories: int) -> int:
        """Return how many comments the first `stories` stories have together."""
        return round(self.comments * stories / self.stories)

    def settle(self) -> Iterator[str]:
        """Rebuild indexes and statistics after a finished or aborted run; yield the name of each index built."""
        with in_a_hurry():
            yield from bring_indexes_back()
        look_at_tables()

    @property
    def _at_once(self) -> int:
        return max(min(_STORIES_AT_ONCE, _COMMENTS_AT_ONCE * self.stories // max(self.comments, 1)), 1)

    def address(self, number: int) -> str:
        return f"a{self.seed}-{number:08d}"

    def date(self, random: Random, number: int) -> datetime:
        return self.until - _YEARS * (1 - (number + random.random()) / self.stories)


class _Maker:
    """Makes an archive's stories with their comments, and inserts them."""

    def __init__(self, archive: Archive):
        self._archive, self._desk, self._crowd = archive, Desk(), Crowd(archive.seed, archive.until)
        self._desk.learn_words()
        self.rows = self._desk.rows | self._crowd.rows

    def block(self, numbers: range) -> Block:
        """Return all rows of some stories. Blocks must be made in order, since primary keys are consecutive."""
        archive, random = self._archive, Random(f"{self._archive.seed} {numbers.start}")  # noqa: S311 - no secret
        dates = [archive.date(random, number) for number in numbers]
        stories, block = self._desk.write(random, [archive.address(number) for number in numbers], dates)
        comments = archive.comments_of(numbers.stop) - archive.comments_of(numbers.start)
        return block + self._crowd.discuss(random, stories, comments)

    def keep(self, block: Block) -> None:
        for model, rows in block:
            with words_found_together() if model is SearchDocument else nullcontext():
                self.rows[model].insert(rows)
