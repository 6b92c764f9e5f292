"""Stories of a synthetic archive: copy, bylines, topics, pictures, dates and search documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from operator import itemgetter
from random import Random

from django.conf import settings

from articles import pictures, typesetting
from articles.models import (
    Article,
    Byline,
    Contributor,
    Filing,
    Galley,
    Kin,
    Picture,
    SearchDocument,
    SearchLanguage,
    Section,
    Topic,
)
from articles.search import documents as found_by
from articles.search import spelling
from newsroom.archive.language import in_sentences, language, length_of_a_story, paragraphs
from newsroom.archive.rows import Block, Keys, Rows

_SECTIONS = ("City", "Region", "Business", "Culture", "Sport", "Science", "Opinion", "Letters")
_CONTRIBUTORS, _TOPICS = 60, 300
_FORENAMES = ("Ada", "Bram", "Cleo", "Dov", "Esra", "Finn", "Gudrun", "Hana", "Idris", "Jun", "Kemi", "Lars")
_SURNAMES = ("Abara", "Berg", "Castell", "Duarte", "Eklund", "Farouk", "Grieg", "Holm", "Ivers", "Jansen")
_About = Article.topics.through
# Lets another process unpickle the class.
_About.__qualname__ = "Article.topics.through"
_WITH_A_PICTURE, _BY_ONE = 0.6, 0.85


@dataclass(frozen=True)
class Story:
    """A story's primary key and date of publication, for other rows."""

    key: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy as stems, HTML and typeset HTML, and its number of words."""

    stems: str
    html: str
    set: str
    words: int


class Desk:
    """Sections, contributors and topics of an archive. Once made, it makes any number of stories without queries."""

    def __init__(self):
        rows = (
            Rows(Picture, "id", "file", "width", "height", "alt", "credit", "renditions", "uploaded_at"),
            Rows(
                Article,
                *("id", "section_id", "headline", "slug", "standfirst", "copy", "words", "picture_id", "review"),
                *("changed_at", "published_at"),
            ),
            Rows(Galley, "article_id", "html", "made_with"),
            Rows(
                SearchDocument,
                *("place", "article_id", "gone_at", "marks", "headline", "standfirst", "topics", "names", "copy"),
            ),
            Rows(Byline, "id", "article_id", "contributor_id", "position"),
            Rows(_About, "id", "article_id", "topic_id"),
            Rows(Filing, "id", "article_id", "topic_id", "contributor_id", "published_at"),
            Rows(Kin, "article_id", "found"),
        )
        self.rows = {each.model: each for each in rows}
        self._keys = Keys([Picture, Article, Byline, _About, Filing])
        self._sections = [
            Section.objects.get_or_create(slug=name.lower(), defaults={"name": name, "position": place})[0].pk
            for place, name in enumerate(_SECTIONS)
        ]
        self._contributors = _contributors()
        self._topics = _topics()

    def learn_words(self) -> None:
        """Add the words of all stories to the search's spelling dictionary."""
        SearchLanguage.objects.get_or_create(code=settings.LANGUAGE_CODE)
        spelling.learn(language().words)

    def write(self, random: Random, addresses: list[str], dates: list[datetime]) -> tuple[list[Story], Block]:
        """Make a story, with all related rows, for each date and each address, with which its slug begins."""
        keys = self._keys.take(Article, len(dates))
        stories = [Story(key, date) for key, date in zip(keys, dates, strict=True)]
        bylines = [(story, name) for story in stories for name in self._names(random)]
        about = [(story, topic) for story in stories for topic in self._topics_of_one(random)]
        shown = [story for story in stories if random.random() < _WITH_A_PICTURE]
        numbers = dict(zip((story.key for story in shown), self._keys.take(Picture, len(shown)), strict=True))
        pictures = [[numbers[story.key], *_picture(random, numbers[story.key]), story.published_at] for story in shown]
        texts = self._texts(random, zip(stories, addresses, strict=True), numbers, _by_story(bylines), _by_story(about))
        return stories, [self.rows[Picture].made(pictures), *texts, *self._filed(bylines, about)]

    def _texts(self, random: Random, stories, pictures: dict, names: dict, topics: dict) -> Block:
        """Return the rows of articles, their typeset copy and their search documents."""
        articles, galleys, documents = [], [], []
        for story, address in stories:
            headline = " ".join(language().some(random, random.randint(4, 11))).capitalize()[:150]
            standfirst, copy = language().sentences(random, random.randint(8, 24))[:400], _copy(random)
            slug = f"{address}-{headline.lower().replace(' ', '-')}"[:120]
            section = _often_the_first(random, self._sections, 3)
            row = [story.key, section, headline, slug, standfirst, copy.html, copy.words, pictures.get(story.key)]
            articles.append([*row, Article.Review.APPROVED.value, story.published_at, story.published_at])
            galleys.append([story.key, copy.set, typesetting.made_with(copy.html, settings.LANGUAGE_CODE)])
            piece = found_by.Piece(
                article=story.key,
                out_at=story.published_at,
                gone_at=None,
                language=settings.LANGUAGE_CODE,
                section=section,
                kind=Article.Kind.NEWS.value,
                headline=headline,
                standfirst=standfirst,
                topics=topics.get(story.key, []),
                contributors=names.get(story.key, []),
            )
            documents.append(list(found_by.columns(piece, copy.stems).values()))
        made = ((Article, articles), (Galley, galleys), (SearchDocument, documents))
        return [self.rows[model].made(rows) for model, rows in made]

    def _filed(self, bylines: list[tuple], about: list[tuple]) -> Block:
        """Return the rows of bylines and topics, their listings (Filing), and related stories (Kin)."""
        places = {story.key: count() for story, _name in bylines}
        made = {
            Byline: [
                [key, story.key, who, next(places[story.key])]
                for key, (story, (who, _name)) in self._numbered(Byline, bylines)
            ],
            _About: [[key, story.key, topic] for key, (story, (topic, _name)) in self._numbered(_About, about)],
            Filing: [
                [key, story.key, *subject, story.published_at]
                for key, (story, subject) in self._numbered(
                    Filing,
                    [(story, (None, who)) for story, (who, _name) in bylines]
                    + [(story, (topic, None)) for story, (topic, _name) in about],
                )
            ],
        }
        before: dict[int, int] = {}
        beside = {story.key: [] for story, _topic in about}
        for story, (topic, _name) in about:
            beside[story.key] += [before[topic]] if topic in before else []
            before[topic] = story.key
        made[Kin] = [[key, list(dict.fromkeys(found))] for key, found in beside.items()]
        return [self.rows[model].made(rows) for model, rows in made.items()]

    def _numbered(self, model, things: list) -> Iterator[tuple]:
        """Return (primary key, item) for each item, with new keys of a model."""
        return zip(self._keys.take(model, len(things)), things, strict=True)

    def _names(self, random: Random) -> list[tuple[int, str]]:
        number = 1 if random.random() < _BY_ONE else 2
        return list(dict.fromkeys(_often_the_first(random, self._contributors) for _ in range(number)))

    def _topics_of_one(self, random: Random) -> list[tuple[int, str]]:
        """Return up to four topics, sorted by name."""
        topics = {_often_the_first(random, self._topics) for _ in range(random.randint(0, 4))}
        return sorted(topics, key=itemgetter(1))


def _contributors() -> list[tuple[int, str]]:
    """Return (primary key, name) of each contributor."""
    names = [f"{forename} {surname}" for surname in _SURNAMES for forename in _FORENAMES][:_CONTRIBUTORS]
    made = (
        Contributor.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]
        for name in names
    )
    return [(each.pk, each.name) for each in made]


def _topics() -> list[tuple[int, str]]:
    words = language().words[1000 : 1000 + _TOPICS]
    made = (Topic.objects.get_or_create(slug=word, defaults={"name": word.capitalize()})[0] for word in words)
    return [(each.pk, each.name) for each in made]


def _by_story(pairs: list[tuple]) -> dict[int, list]:
    """Return {primary key of a story: the items paired with it}."""
    found: dict[int, list] = {}
    for story, thing in pairs:
        found.setdefault(story.key, []).append(thing)
    return found


def _copy(random: Random) -> _Copy:
    """Return a copy of shared paragraphs after a unique first one, so that no two copies are the same."""
    first, *others = random.sample(paragraphs(), 1 + length_of_a_story(random))
    words = language().some(random, first.words)
    own, own_set = first.saying(in_sentences(words))
    return _Copy(
        stems=" ".join((language().stems_of(words), *(each.stems for each in others))),
        html="".join((own, *(each.html for each in others))),
        set="".join((own_set, *(each.set for each in others))),
        words=first.words + sum(each.words for each in others),
    )


def _picture(random: Random, key: int) -> tuple[str, int, int, str, str, dict]:
    """Return the columns of a picture in one of three shapes. There is no file: pages show the alt text."""
    width, height = random.choice([(2400, 1600), (2400, 1350), (1600, 2000)])
    name = f"pictures/archive-{key}"
    made = [[size, size * height // width, f"{name}-{size}.avif"] for size in pictures.WIDTHS]
    shape = {"steps": made, "jpeg": [1200, 1200 * height // width, f"{name}.jpg"]}
    renditions = {"full": shape, "card": shape, "made_of": [50, 50, pictures.EDITION]}
    alt = language().sentences(random, 9)
    return f"originals/archive-{key}.jpg", width, height, alt, "Photograph: from an invented archive", renditions


def _often_the_first(random: Random, things: list, power: int = 2):
    """Return a random item; the first ones are far more likely than the last, the more so, the greater `power`."""
    return things[int(len(things) * random.random() ** power)]
