"""Who may comment and what waits: the article's terms come before the section's, and those before the paper's."""

from datetime import UTC, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comments.models import Commenter, HousePolicy, Thread
from comments.policies import Shift, policy_for
from tests.factories import DAY, THEN, make_article, make_comment, make_section, send_comment

pytestmark = pytest.mark.django_db

# A Monday.
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def paper(**terms):
    return HousePolicy.objects.create(**terms)


def section_of(article, **terms):
    return HousePolicy.objects.create(section=article.section, **terms)


def thread_of(article, **terms):
    return Thread.objects.create(article=article, **terms)


def test_without_a_word_from_anyone_every_comment_waits():
    terms = policy_for(make_article())
    assert (terms.policy, terms.is_open, terms.is_on_shift, terms.closes_at) == ("held", True, True, None)


def test_the_article_comes_before_its_section_and_that_before_the_paper():
    article = make_article()
    paper(policy="open", closes_after_days=30)
    assert policy_for(article).policy == "open"
    section_of(article, policy="trusted")
    assert policy_for(article).policy == "trusted"
    thread = thread_of(article, policy="closed")
    assert policy_for(article, thread).policy == "closed"
    assert policy_for(article, thread).closes_at == article.published_at + 30 * DAY


def test_another_sections_terms_say_nothing():
    HousePolicy.objects.create(section=make_section("Sport"), policy="closed")
    assert policy_for(make_article()).is_open


def test_there_is_one_policy_of_the_paper():
    paper(policy="held")
    with pytest.raises(IntegrityError), transaction.atomic():
        paper(policy="open")
    with pytest.raises(ValidationError, match="has its policy already"):
        HousePolicy(policy="open").full_clean()


def test_comments_close_some_days_after_publication():
    article = make_article(published_at=THEN)
    paper(closes_after_days=14)
    assert policy_for(article, at=THEN + 13 * DAY).is_open
    assert not policy_for(article, at=THEN + 14 * DAY).is_open


def test_an_article_may_stay_open_where_others_close():
    article = make_article(published_at=THEN)
    paper(closes_after_days=14)
    assert policy_for(article, thread_of(article, closes_after_days=0), at=THEN + 400 * DAY).is_open


@pytest.mark.parametrize(
    ("hours", "is_on"), [(7.9, False), (8, True), (17.9, True), (18, False), (24 * 5 + 9, False)], ids=str
)
def test_a_shift_has_days_and_hours(hours, is_on):
    shift = Shift("12345", time(8), time(18))
    assert shift.covers(MONDAY + hours / 24 * DAY) is is_on


@pytest.mark.parametrize(("hours", "is_on"), [(21, False), (22, True), (25, True), (29.9, True), (30, False)], ids=str)
def test_a_shift_may_pass_midnight(hours, is_on):
    shift = Shift("1", time(22), time(6))
    assert shift.covers(MONDAY + hours / 24 * DAY) is is_on


def test_a_shift_is_in_the_papers_time_zone(settings):
    settings.TIME_ZONE = "America/New_York"
    shift = Shift("", time(8), time(18))
    assert not shift.covers(MONDAY.replace(hour=9))
    assert shift.covers(MONDAY.replace(hour=15))


def test_outside_the_shift_even_an_open_thread_holds():
    article = make_article()
    paper(policy="open", shift_days="1", shift_from=time(8), shift_until=time(18))
    on = send_comment(article, name="Ada", address="a@example.org", text="On shift.", at=MONDAY.replace(hour=9))
    off = send_comment(article, name="Ada", address="a@example.org", text="Off.", at=MONDAY.replace(hour=20))
    assert (on.state, off.state) == ("approved", "held")
    assert "off-shift" in off.mark_list


def confirmed(**record):
    """Return a confirmed commenter with so many comments of each state, sent with proof."""
    reader = Commenter.objects.with_address("known@example.org")
    Commenter.objects.filter(pk=reader.pk).update(confirmed_at=THEN)
    reader.refresh_from_db()
    for state, number in record.items():
        for _ in range(number):
            comment = make_comment(address="known@example.org", state=state)
            type(comment).objects.filter(pk=comment.pk).update(is_proven=True)
    return reader


@pytest.mark.parametrize(
    ("policy", "record", "state"),
    [
        ("held", {"approved": 9}, "held"),
        ("newcomers", {}, "held"),
        ("newcomers", {"approved": 1}, "approved"),
        ("trusted", {"approved": 4}, "held"),
        ("trusted", {"approved": 5}, "approved"),
        ("trusted", {"approved": 5, "rejected": 2}, "held"),
        ("trusted", {"approved": 10, "rejected": 2}, "approved"),
        ("open", {}, "approved"),
    ],
    ids=str,
)
def test_what_a_policy_lets_straight_in(policy, record, state):
    article, reader = make_article(), confirmed(**record)
    paper(policy=policy)
    comment = send_comment(article, name="Ada", proven=reader, text="Again.")
    assert comment.state == state


@pytest.mark.parametrize("policy", ["newcomers", "trusted"])
def test_s10_a_trusted_readers_address_without_their_proof_earns_nothing(policy):
    """S10: submitting a trusted reader's name and email without their proof is held."""
    confirmed(approved=9)
    paper(policy=policy)
    comment = send_comment(make_article(), name="Ada", address="known@example.org", text="It is me.")
    assert comment.is_held
    assert not comment.is_proven


def test_comments_without_proof_do_not_count_for_anyone():
    reader = confirmed()
    for _ in range(6):
        make_comment(address="known@example.org")
    paper(policy="newcomers")
    assert send_comment(make_article(), name="Ada", proven=reader, text="Mine.").is_held


def test_an_address_that_was_never_confirmed_earns_nothing():
    reader = confirmed(approved=6)
    Commenter.objects.update(confirmed_at=None)
    reader.refresh_from_db()
    paper(policy="newcomers")
    assert send_comment(make_article(), name="Ada", proven=reader, text="Mine.").is_held


def test_days_of_a_shift_are_digits_from_one_to_seven():
    with pytest.raises(ValidationError, match="digits"):
        HousePolicy(shift_days="890").full_clean()


def test_a_shift_has_a_beginning_and_an_end():
    with pytest.raises(ValidationError, match="beginning and an end"):
        HousePolicy(shift_from=time(8)).full_clean()


def test_an_editor_sets_the_terms_of_a_section(editor, desk):
    section = make_section()
    typed = {"section": section.pk, "policy": "closed", "closes_after_days": "", "shift_days": ""}
    desk(editor).post("/admin/comments/housepolicy/add/", typed | {"shift_from": "", "shift_until": ""})
    assert not policy_for(make_article(section=section)).is_open


def test_a_moderator_reads_the_terms_and_does_not_set_them(moderator, desk):
    own = paper(policy="held")
    page = f"/admin/comments/housepolicy/{own.pk}/change/"
    assert desk(moderator).get(page).status_code == 200
    assert desk(moderator).post(page, {"policy": "open"}).status_code == 403
