"""All that can befall one reader's address, from the first comment to a digest of replies."""

import logging
import math
import re
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from logging.handlers import BufferingHandler

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import moderation, notices
from comments.models import Case, Comment, Commenter, Rule
from comments.tokens import Purpose, token_for
from newsroom import roles
from tests.comments.posting.replies import post_reply
from tests.comments.readers.links import press, press_with, route
from tests.comments.reports.reporting import from_network, post_report
from tests.factories import DAY, make_article, make_comment, make_contributor, make_picture, make_topic
from tests.privacy.marked import ADDRESS, NETWORK, TYPED, WORDS

_LINK = re.compile(r"/comments/(\w+)/\?key=(\S+)")


def make_illustrated_article():
    return make_article(topics=[make_topic()], picture=make_picture(), byline=make_contributor())


def make_poster():
    return Client(REMOTE_ADDR=NETWORK, raise_request_exception=False)


@pytest.fixture
def article(db):
    return make_illustrated_article()


@pytest.fixture
def poster(db):
    return make_poster()


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


@dataclass(frozen=True)
class Told:
    """The whole history, once carried out: what came of it, the mails that left meanwhile, and what was logged."""

    story: "Story"
    mails: list
    records: list


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Carry out the history once for the tests of a file, and take it away again; no test sees what another adds."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield tell()
        transaction.set_rollback(True)


@pytest.fixture
def story(told, db):
    mail.outbox[:] = map(copy, told.mails)
    return told.story


def tell() -> Told:
    """Carry out the whole history in an empty paper."""
    mail.outbox[:] = []
    with pytest.MonkeyPatch.context() as monkeypatch, all_that_is_logged() as records:
        story = Story()
        story.comment_on()
        story.get_refused(monkeypatch)
        story.prove_the_address()
        story.look_after_them()
        story.be_moderated()
        story.be_revealed()
        story.be_told(timezone.now() + 2 * DAY)
    return Told(story, list(mail.outbox), records)


@contextmanager
def all_that_is_logged():
    """Yield the list of records to which everything is added that is logged meanwhile."""
    root, handler = logging.getLogger(), BufferingHandler(math.inf)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler.buffer
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


class Story:
    """What a reader of the marked address does, and what is done to her. `answers` are what her browser got."""

    def __init__(self):
        self.article, self.poster = make_illustrated_article(), make_poster()
        self.moderator = roles.make_staff("first-moderator", roles.MODERATOR)
        self.administrator = roles.make_staff("first-administrator", roles.ADMINISTRATOR)
        self.answers = {}

    def post(self, text, **typed):
        return post_reply(self.poster, self.article, **{"email": TYPED, "text": f"{WORDS} {text}"} | typed)

    def comment_on(self):
        sent = [self.post(verb) for verb in ("approve", "reject", "mark_spam", "remove", "hold", "withdraw")]
        moderation.approve(comment("remove"), by=self.moderator)
        for verb in ("approve", "reject", "mark_spam", "remove"):
            moderation.VERBS[verb](comment(verb), by=self.moderator)
        sent += [self.post("replying", parent=comment("approve").pk), self.post("twice"), self.post("twice")]
        moderation.pick(comment("replying"), by=self.moderator)
        make_comment(self.article, parent=comment("remove"))
        self.answers["accepted"] = sent
        self.answers["seen"] = [self.poster.get(answer["Location"]) for answer in sent]
        self.answers["seen"] += [self.post("a mistake", kind="mistake")]

    def get_refused(self, monkeypatch):
        refused = [self.post("", name=""), self.post("late", stamp="x"), self.post("trapped", second_name="x")]
        refused += [self.post("far", headers={"Sec-Fetch-Site": "cross-site"}), self.post("long " * 2000)]
        self.answers["given back"] = [*refused, self.post("previewed", preview="1")]
        broken = [self.post("big" * 900_000)]
        with monkeypatch.context() as breaking:
            breaking.setattr("comments.models.comment.render_comment", fail)
            broken += [self.post("failing")]
        self.answers["broken"] = broken

    def prove_the_address(self):
        """Ask for the link to it all in one mail, and press the button behind the link."""
        asked = self.poster.post(reverse("comments:ask"), {"email": TYPED}, headers={"Sec-Fetch-Site": "same-origin"})
        notices.send_due()
        [(page, token)] = links_in(mail.outbox[-1])
        assert page == "confirm"
        confirmed = press_with(self.poster, Purpose.CONFIRM, token)
        self.answers["proving"] = [asked, self.poster.get(route(Purpose.CONFIRM), {"key": token}), confirmed]
        self.answers["proving"].append(self.poster.get(confirmed["Location"]))

    def look_after_them(self):
        """Do on her own pages all that can be done there."""
        owner = owner_of_it()
        every = [comment(ending) for ending in ("approve", "reject", "withdraw")]
        done = [press(self.poster, Purpose.READER, owner, "claim", comment=each.pk) for each in every]
        approved, rejected, withdrawn = (comment(ending) for ending in ("approve", "reject", "withdraw"))
        done += [
            press(self.poster, Purpose.COMMENT, approved, "edit", text=f"{WORDS} approve!", version=approved.version),
            press(
                self.poster, Purpose.COMMENT, rejected, "appeal", text=f"{WORDS} too early", version=rejected.version
            ),
            press(self.poster, Purpose.COMMENT, withdrawn, "withdraw", sure="yes"),
            press(self.poster, Purpose.READER, owner, "follow", comment=approved.pk, pace="each"),
            press(self.poster, Purpose.READER, owner, "follow", comment=comment("replying").pk, pace="daily"),
            press(self.poster, Purpose.READER, owner, "erase"),
        ]
        for each in (*every, comment("hold"), comment("mark_spam")):
            done.append(self.poster.get(route(Purpose.COMMENT), {"key": token_for(Purpose.COMMENT, each)}))
        self.answers["own pages"] = [
            *done,
            self.poster.get(route(Purpose.READER), {"key": token_for(Purpose.READER, owner)}),
        ]
        self.answers["copy"] = [press(self.poster, Purpose.READER, owner, "copy")]

    def be_moderated(self):
        """Be reported, noted, banned and met by a rule."""
        client, public = signed_in(self.moderator), comment("replying")
        post_report(from_network(1), public, reason="illegal", note="It names my brother.")
        post_report(from_network(2), public, note="Again.")
        client.post(
            reverse("admin:comments_commenter_note", args=[public.commenter_id]), {"text": "Knows the harbour."}
        )
        typed = {"whom": "address", "how_long": "1", "reason": "Shouting."}
        client.post(reverse("admin:comments_ban_commenter", args=[comment("hold").pk]), typed)
        Rule.objects.create(name="Shut", kind="terms", terms="harbour office", action="mark")
        self.answers["own pages"].append(self.post("met by rules"))
        case = Case.objects.get()
        signed_in(self.moderator).post(
            reverse("admin:comments_case_change", args=[case.pk]), {"outcome": "dismissed", "reasons": "It does not."}
        )
        moderation.approve(comment("approve"), by=self.moderator)

    def be_revealed(self):
        page = reveal_page()
        self.answers["revealed"] = [signed_in(self.administrator).post(page, {"reason": "A court asked."})]
        signed_in(self.moderator).post(page, {"reason": "Curious."})

    def be_told(self, at):
        """Get every mail that is due: of decisions, of a reply, of a day's replies."""
        for ending in ("approve!", "replying"):
            make_comment(self.article, parent=comment(ending), name="Brendan Oduya")
        notices.send_due(at)


def fail(*args):
    raise RuntimeError("the pen broke")


def comment(ending):
    return Comment.objects.get(text=f"{WORDS} {ending}")


def owner_of_it():
    return Commenter.objects.known_by(ADDRESS)


def links_in(message):
    """Return [(page, token)] of the links in a mail that carry a token."""
    return _LINK.findall(message.body)


def reveal_page():
    return reverse("admin:comments_commenter_reveal", args=[owner_of_it().pk])
