"""Load the demo edition: a paper of an invented city, dated relative to now."""

import hashlib
import re
import secrets
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from articles import reads, relating, slots
from articles.models import (
    Article,
    Byline,
    Contributor,
    Correction,
    Picture,
    ReadCount,
    Revision,
    Section,
    Series,
    Slot,
    StandingPage,
    Topic,
)
from comments import moderation, posting, readers, spam
from comments.models import Comment, Commenter, Thread
from newsroom import roles
from newsroom.lib.planner import look_at_tables

HERE = Path(__file__).parent
# {name to sign in with: (group, contributor whose account it is)}.
STAFF = {
    "editor": (roles.EDITOR, "ines-halloran"),
    "reporter": (roles.REPORTER, "tobias-okonkwo-brandt"),
    "moderator": (roles.MODERATOR, None),
}
_FRONT_MATTER = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", re.S)
_FIGURE = re.compile(
    r'<figure data-picture="([\w-]+)"(?: data-alt="([^"]*)")?(?: data-warning="([^"]*)")?>(.*?)</figure>', re.S
)
_AGE = re.compile(r"(\d+)\s*([dhm])")
# The part of a paper's readers that is awake, by the hour of the day.
_AWAKE = [each / 10 for each in (1, 0.5, 0.3, 0.3, 0.5, 2, 5, 9, 10, 8, 7, 7, 9, 8, 6, 6, 7, 8, 9, 9, 8, 6, 4, 2)]
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def is_paper_empty() -> bool:
    """Tell whether nobody has begun: not with articles, nor with what the edition would bring itself."""
    staff = get_user_model().objects.filter(username__in=STAFF)
    models = (Article, Section, Topic, Series, Contributor, StandingPage)
    rows = (*(model.objects for model in models), staff)
    return not any(each.exists() for each in rows)


def load(now: datetime | None = None) -> dict[str, str]:
    """Fill an empty paper, all or nothing, and return {name to sign in with: password}, kept nowhere else."""
    now = now or timezone.now()
    drafts = [_read(path) for path in sorted((HERE / "articles").glob("*.html"))]
    with transaction.atomic():
        _load_reference()
        passwords = {name: secrets.token_urlsafe(9) for name in STAFF}
        staff = {name: _make_staff(name, password) for name, password in passwords.items()}
        # The newest last, as a newsroom would have made them.
        for draft in sorted(drafts, key=lambda draft: _age(draft["published"]), reverse=True):
            article = _load_article(draft, staff, now)
            _load_comments(article, staff["moderator"])
        _load_pages()
        _load_slots(staff["editor"], now)
        _load_reads(now)
        while relating.find_due():
            pass
        # Nobody has counted these rows yet, and who plans without knowing of them reads a thread for minutes.
        look_at_tables()
        spam.learn()
    return passwords


def _read(path: Path) -> dict:
    front_matter, copy = _FRONT_MATTER.fullmatch(path.read_text()).groups()
    return {"slug": path.stem, "copy": copy, **tomllib.loads(front_matter)}


def _load_reference() -> None:
    taxonomy = tomllib.loads((HERE / "sections.toml").read_text())
    for position, section in enumerate(taxonomy["section"]):
        Section.objects.create(position=position, **section)
    Topic.objects.bulk_create(Topic(**topic) for topic in taxonomy["topic"])
    Series.objects.bulk_create(Series(**series) for series in taxonomy["series"])
    people = tomllib.loads((HERE / "people.toml").read_text())["contributor"]
    Contributor.objects.bulk_create(
        Contributor(**person, is_organisation=person["slug"] == "courier-staff") for person in people
    )


def _make_staff(name: str, password: str):
    role, slug = STAFF[name]
    user = roles.make_staff(name, role, password=password)
    Contributor.objects.filter(slug=slug).update(user=user)
    return user


def _load_article(draft: dict, staff: dict, now: datetime) -> Article:
    state = draft.get("state", "published")
    moment = now + _age(draft["published"]) if state == "scheduled" else now - _age(draft["published"])
    original = Article.objects.filter(slug=draft.get("translation_of", "")).select_related("picture").first()
    article = Article.objects.create(
        **{name: draft[name] for name in ("slug", "kind", "kicker", "headline", "standfirst", "dateline", "language")},
        section=Section.objects.get(slug=draft["section"]),
        copy=_FIGURE.sub(_figure, draft["copy"]),
        picture=_picture(draft["picture"]) if "picture" in draft else original and original.picture,
        translation_of=original,
        review=Article.Review.SUBMITTED if state == "submitted" else Article.Review.APPROVED,
        published_at=None if state == "submitted" else moment,
        updated_at=_updated_at(draft, now),
        withdrawn_at=now if state == "withdrawn" else None,
        withdrawal_reason=draft.get("withdrawal_reason", ""),
        sources=draft.get("source", []),
        series=Series.objects.get(slug=draft["series"]) if "series" in draft else None,
        part=draft.get("part"),
        created_by=staff["reporter"],
    )
    bylines = [(Contributor.objects.get(slug=slug), role) for slug, role in draft["bylines"]]
    # Bylines that come at once send no signal; topics, which come after them, send one, by which the article is indexed
    # and filed as it is then: once, and not once more for each byline.
    Byline.objects.bulk_create(
        Byline(article=article, contributor=contributor, role=role, position=position)
        for position, (contributor, role) in enumerate(bylines)
    )
    article.topics.set(Topic.objects.filter(name__in=draft["topics"]))
    for correction in draft.get("correction", []):
        Correction.objects.create(
            article=article,
            kind=correction["kind"],
            text=correction["text"],
            made_at=now - _age(correction["at"]),
            made_by=staff["editor"],
        )
    _load_versions(article, draft)
    return article


def _load_versions(article: Article, draft: dict) -> None:
    """Keep a story as it first was, where its front matter says what it said then, and as it was corrected."""
    if "was" not in draft:
        return
    before = article.copy
    for words in draft["was"]:
        before = before.replace(words["now"], words["before"])
    correction = article.corrections.latest("made_at")
    said = {"headline": article.headline, "standfirst": article.standfirst}
    Revision.objects.create(
        article=article, number=1, kind=Revision.Kind.FIRST, copy=before, made_at=article.published_at, **said
    )
    Revision.objects.create(
        article=article,
        number=2,
        kind=correction.kind,
        note=correction.text,
        copy=article.copy,
        made_at=correction.made_at,
        **said,
    )
    article.versions = 2
    article.save(update_fields=["versions"])


def _load_pages() -> None:
    """Load the pages about the paper, in the order of their kinds."""
    kinds = StandingPage.Kind.values
    for page in sorted(map(_read, (HERE / "pages").glob("*.html")), key=lambda page: kinds.index(page["kind"])):
        page["policies"] = " ".join(page["policies"])
        StandingPage.objects.create(position=kinds.index(page["kind"]), **page)


def _load_slots(editor, now: datetime) -> None:
    for fields in tomllib.loads((HERE / "front.toml").read_text())["slot"]:
        section, ends = fields.pop("section", None), fields.pop("ends", None)
        slots.fill(
            Slot(
                article=Article.objects.get(slug=fields.pop("article")),
                section=Section.objects.get(slug=section) if section else None,
                starts_at=now,
                ends_at=now + _age(ends) if ends else None,
                **fields,
            ),
            by=editor,
        )


def _updated_at(draft: dict, now: datetime) -> datetime | None:
    """Return the later of the update and the last correction."""
    ages = [draft["updated"], *(correction["at"] for correction in draft.get("correction", []))]
    return now - min(map(_age, filter(None, ages))) if any(ages) else None


def _picture(fields: dict) -> Picture:
    typed = ("alt", "caption", "credit", "warning", "license", "copyright_notice")
    words = {name: fields.get(name, "") for name in typed}
    path = HERE / "pictures" / f"{fields['name']}.webp"
    return Picture.objects.create(file=ContentFile(path.read_bytes(), path.name), **words)


def _figure(match: re.Match) -> str:
    name, alt, warning, caption = match.groups()
    words = {"alt": alt or name, "caption": "", "credit": "Kofi Marlowe", "warning": warning or ""}
    picture = _picture({"name": name, **words})
    shape = picture.full
    image = f'<img src="{shape.address}" alt="{escape(picture.alt)}" width="{shape.width}" height="{shape.height}">'
    return f"<figure>{image}{caption}</figure>"


def _load_comments(article: Article, moderator) -> None:
    path = HERE / "comments" / f"{article.slug}.toml"
    waiting = (
        [(entry, None, article.published_at) for entry in tomllib.loads(path.read_text())["comment"]]
        if path.exists()
        else []
    )
    while waiting:
        entry, parent, before = waiting.pop(0)
        comment = _load_comment(article, entry, parent, before + _age(entry["after"]), moderator)
        waiting += [(reply, comment, comment.created_at) for reply in entry.get("reply", [])]


def _load_comment(article: Article, entry: dict, parent: Comment | None, moment: datetime, moderator) -> Comment:
    moment = min(moment, timezone.now())
    text = entry["text"].strip()
    if contributor := Contributor.objects.filter(name=entry["name"]).select_related("user").first():
        badge = Comment.Badge.AUTHOR if article.bylines.filter(contributor=contributor) else Comment.Badge.STAFF
        own = {"user": contributor.user, "name": contributor.name, "badge": badge}
        return posting.receive_from_staff(article, **own, text=text, parent=parent, at=moment)
    thread, commenter = Thread(article=article), Commenter(address=entry["email"])
    typed = {"name": entry["name"], "website": entry.get("website", ""), "text": text, "parent": parent}
    comment = posting.receive(Comment(thread=thread, commenter=commenter, **typed), at=moment)
    if comment.is_held:
        # Otherwise it is there: the edition has someone who sent the same words twice.
        _decide(comment, entry, moderator, min(moment + timedelta(minutes=11), timezone.now()))
    return comment


def _decide(comment: Comment, entry: dict, moderator, at: datetime) -> None:
    match entry["state"]:
        case "approved":
            moderation.approve(comment, by=moderator, at=at)
        case "rejected":
            moderation.reject(comment, by=moderator, reason=entry["reason"], at=at)
        case "spam":
            moderation.mark_spam(comment, by=moderator, at=at)
    if entry.get("picked"):
        moderation.pick(comment, by=moderator, at=at)
    if words := entry.get("appeal"):
        readers.appeal(comment, words, at=min(at + timedelta(hours=2), timezone.now()))


def _load_reads(now: datetime) -> None:
    """Have each story read as stories are: by many in its first hours, by fewer each day, by hardly anyone at night."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    counts = {}
    for article in Article.objects.published(now).only("published_at", "words"):
        # No chance in it: the same edition is read alike each time.
        liking = 40 + int(hashlib.sha256(f"{article.pk} {article.words}".encode()).hexdigest()[:4], 16) % 400
        for ago in range(7 * 24):
            hour = this_hour - timedelta(hours=ago)
            age = (hour - article.published_at).total_seconds() / 3600
            count = int(liking * _AWAKE[timezone.localtime(hour).hour] * 0.96**age) if age >= 0 else 0
            if count:
                counts[article.pk, hour] = count
    ReadCount.objects.add(counts)
    reads.rank(now)


def _age(text: str) -> timedelta:
    """Return "1d 6h" as a length of time."""
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _AGE.findall(text)), timedelta())
