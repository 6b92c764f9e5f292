"""What the page says, above the form, of what becomes of a comment."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from comments.models import HousePolicy, Policy, Thread
from tests.comments.posting.replies import TYPED, FormOnPage, post_reply
from tests.factories import THEN, make_article
from tests.page import Page

pytestmark = pytest.mark.django_db


def words_above(reader, article):
    page = Page(reader.get(article.get_absolute_url()))
    assert page.place("p.reply__policy") < page.place("form[method=post]")
    return page.one("p.reply__policy").text


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ("", "A moderator reads every comment before it appears."),
        (Policy.HELD, "A moderator reads every comment before it appears."),
        (Policy.NEWCOMERS, "readers with a confirmed address and an approved comment appear at once."),
        (
            Policy.TRUSTED,
            "trusted readers, with a confirmed address and a record of approved comments, appear at once.",
        ),
        (Policy.OPEN, "Comments appear at once."),
    ],
)
def test_the_policy_stands_in_words_above_the_form(reader, article, policy, says):
    HousePolicy.objects.create(policy=policy)
    assert says in words_above(reader, article)


SHIFTS = [
    ("12345", time(8), time(18), "Monday to Friday, 08:00 to 18:00 UTC; outside these hours every comment waits."),
    ("", time(22), time(6, 30), "every day, 22:00 to 06:30 UTC; outside these hours every comment waits."),
    ("67", None, None, "Saturday and Sunday; on other days every comment waits."),
    ("531", None, None, "Monday, Wednesday and Friday; on other days every comment waits."),
    ("1234567", time(9), time(17), "every day, 09:00 to 17:00 UTC;"),
]


@pytest.mark.parametrize(("days", "begins", "ends", "says"), SHIFTS)
def test_the_hours_of_the_shift_stand_above_the_form(reader, article, days, begins, ends, says):
    """They are given as hours, since the page may be kept for longer than "now" is true."""
    HousePolicy.objects.create(policy=Policy.OPEN, shift_days=days, shift_from=begins, shift_until=ends)
    assert f"Moderators are on shift {says}" in words_above(reader, article)


def test_no_hours_are_named_where_someone_is_always_there(reader, article):
    HousePolicy.objects.create(policy=Policy.OPEN, shift_days="1234567")
    assert "shift" not in words_above(reader, article)


def test_the_day_of_closing_is_announced(reader):
    article = make_article(published_at=timezone.now() - timedelta(days=3))
    HousePolicy.objects.create(closes_after_days=14)
    closing = article.published_at + timedelta(days=14)
    assert f"Comments close on {closing.day} {closing:%B %Y, %H:%M} UTC." in words_above(reader, article)


def test_what_time_has_closed_says_since_when(reader, article):
    HousePolicy.objects.create(closes_after_days=14)
    closed = THEN + timedelta(days=14)
    page = reader.get(article.get_absolute_url())
    says = f"they closed 14 days after publication, on {closed.day} {closed:%B %Y, %H:%M} UTC."
    assert says in page.text
    assert not FormOnPage(page).action
    refusal = post_reply(reader, article)
    assert refusal.status_code == 403
    assert says in Page(refusal).one(".wrong").text
    assert FormOnPage(refusal).fields["text"] == TYPED["text"]


def test_what_was_closed_by_hand_says_so(reader, article):
    Thread.objects.create(article=article, policy=Policy.CLOSED)
    assert "Comments on this article are closed." in reader.get(article.get_absolute_url()).text


def test_an_article_speaks_for_itself_before_the_paper_does(reader, article):
    HousePolicy.objects.create(policy=Policy.CLOSED)
    Thread.objects.create(article=article, policy=Policy.OPEN)
    assert (
        words_above(reader, article)
        == "Comments appear at once. Where something speaks against one, a moderator reads it first. House rules"
    )
