"""An address that is only typed proves nothing, opens nothing and tells nothing."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Ban, Comment, Commenter, HousePolicy, Notice, Policy
from tests.comments.posting.replies import TYPED, confirmed, post_reply
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def test_a_trusted_readers_name_and_address_open_no_door(reader, article):
    """S10: who borrows them waits, and is answered as a stranger is."""
    make_comment(article, name=TYPED["name"], address=TYPED["email"])
    borrowed, unknown = post_reply(reader, article), post_reply(reader, article, email="stranger@example.org")
    assert [comment.is_held for comment in Comment.objects.oldest_first()[1:]] == [True, True]
    assert shape(borrowed) == shape(unknown)


def shape(answer):
    """Return an answer without what is new in every one: numbers and secrets."""
    headers = {name: re.sub(r"sent=[\w:-]+|\d+", "…", value) for name, value in answer.items()}
    return answer.status_code, headers, answer.content


@pytest.mark.parametrize("guess", [TYPED["email"], "somebody.else@example.org"], ids=["right", "wrong"])
def test_repeating_a_text_under_a_guessed_address_does_not_tell_whether_the_guess_is_right(reader, article, guess):
    """S11: a stranger is led to a comment of their own, never to the one they repeated."""
    first = post_reply(reader, article)["Location"]
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    assert post_reply(stranger, article, email=guess)["Location"].partition("#")[2] != first.partition("#")[2]
    assert Comment.objects.waiting().count() == 2


def known():
    make_comment(address=TYPED["email"])


def trusted():
    for _ in range(6):
        make_comment(proven=confirmed())


def banned():
    Ban.objects.create(commenter=confirmed(), reason="Insults.")


def turned_down():
    make_comment(address=TYPED["email"], state="spam")


def forgotten():
    make_comment(address=TYPED["email"])
    Commenter.objects.update(address=None, address_hash=None, domain_hash="")


ADDRESSES = {each.__name__: each for each in (known, trusted, banned, turned_down, forgotten, confirmed)}


def seen_from_outside(article, **typed):
    """Return what a stranger can tell of a post: the answer, the page it leads to, and the statements it took.

    Then it has never been.
    """
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    with transaction.atomic():
        # What any first post has to fetch.
        post_reply(stranger, article, email="first@example.org", text="The first.")
        with CaptureQueriesContext(connection) as queries:
            answer = post_reply(stranger, article, **typed)
        page = stranger.get(answer["Location"])
        transaction.set_rollback(True)
    words = re.sub(r"(sent|key)=[\w:-]+|[\w:-]{60,}|\d+", "…", page.text)
    return shape(answer), (page.status_code, words), [statement(query["sql"]) for query in queries]


def statement(sql):
    return re.sub(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b|_s\w+", "…", sql)


@pytest.mark.parametrize("prepare", ADDRESSES.values(), ids=ADDRESSES)
def test_nobody_can_tell_an_address_from_one_that_nobody_uses(article, prepare):
    """S11: not by body, status, headers, redirect or the page it leads to, nor by the work that it takes.

    The statements are the same one by one, so that there is no time to measure either.
    """
    prepare()
    house = HousePolicy(policy=Policy.HELD)
    for policy in Policy.values:
        # Where everybody is let in at once, whoever is not cannot fail to notice.
        if policy != Policy.CLOSED and (prepare, policy) != (banned, Policy.OPEN):
            house.policy = policy
            house.save()
            unknown = seen_from_outside(article, email="nobody@example.org")
            assert seen_from_outside(article) == unknown, policy


@pytest.mark.parametrize("prepare", ADDRESSES.values(), ids=ADDRESSES)
def test_a_mail_that_is_asked_for_changes_nothing_of_the_answer(article, prepare, mailoutbox):
    """S11, S12: nor does one leave with the answer."""
    prepare()
    assert seen_from_outside(article, mail_me="on")[:2] == seen_from_outside(article)[:2]
    assert mailoutbox == []


def test_a_mail_that_is_asked_for_goes_to_the_address_that_was_typed(reader, article):
    """S12: of fixed text, written down with the comment, sent later."""
    post_reply(reader, article, mail_me="on")
    notice = Notice.objects.get()
    assert (notice.kind, notice.comment, notice.commenter.address) == ("confirm", Comment.objects.get(), TYPED["email"])


def test_no_mail_leaves_that_was_not_asked_for(reader, article):
    post_reply(reader, article)
    assert not Notice.objects.exists()


def test_sent_twice_it_is_one_mail(reader, article):
    for _ in range(2):
        post_reply(reader, article, mail_me="on")
    assert Notice.objects.count() == 1
