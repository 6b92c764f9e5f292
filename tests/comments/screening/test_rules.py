"""The newsroom's own rules: what each kind catches, and what it would have caught."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Commenter, HousePolicy, Rule
from comments.screening.dry_run import MOST_REPLAYED, would_have_caught
from tests.factories import DAY, HOUR, THEN, make_article, make_comment, send_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

RULES = "/admin/comments/rule/"
TYPED = {"name": "Pills", "kind": "terms", "terms": "cheap pills", "number": "", "action": "hold", "is_active": "on"}


@pytest.fixture
def article():
    HousePolicy.objects.create(policy="open")
    return make_article()


def rule(kind, **fields):
    return Rule.objects.create(**{"name": f"{kind} rule", "kind": kind} | fields)


def send(article, text="The boat was late.", **typed):
    return send_comment(article, **{"name": "Ada", "address": "ada@example.org", "text": text} | typed)


@pytest.mark.parametrize(
    ("kind", "fields", "caught", "not_caught"),
    [
        ("terms", {"terms": "cheap pills\ncasino"}, "Get cheap pills here", "Pills that are cheap"),
        ("links", {"number": 2}, "https://a.example https://b.example", "https://a.example"),
        ("capitals", {"number": 70}, "THIS IS AN OUTRAGE AND YOU KNOW IT", "This is an outrage and you know it"),
    ],
)
def test_what_a_rule_on_the_text_catches(article, kind, fields, caught, not_caught):
    rule(kind, **fields)
    assert send(article, caught).is_held
    assert send(article, not_caught).is_approved


@pytest.mark.parametrize(
    "text", ["c a s i n o night", "c.a.s.i.n.o", "cas\u200bino", "\u0441\u0430sin\u043e", "CASINO!", "ｃａｓｉｎｏ"]
)
def test_s25_a_term_is_seen_through_its_disguise(article, text):
    """S25: rules run on a folded copy: spacing, zero-width characters and look-alikes."""
    rule("terms", terms="casino")
    assert send(article, text).is_held


@pytest.mark.parametrize("text", ["The casinos of old", "Occasionally", "A classic ass-ociation of passes"])
def test_s25_a_term_is_a_word_and_not_a_part_of_one(article, text):
    """S25: with word boundaries."""
    rule("terms", terms="casin\nclas\nasso")
    assert send(article, text).is_approved


def test_s25_ten_thousand_terms_and_a_long_hostile_text_are_looked_through(article, monkeypatch):
    """S25: linear-time matching: what would make a backtracking pattern run for ever is answered."""
    # However busy the machine is that runs this.
    monkeypatch.setattr("comments.screening.checks.PATIENCE", 60)
    rule("terms", terms="\n".join(f"{'a' * 30}{number}" for number in range(10_000)))
    assert send(article, "a" * 5000).is_approved


def test_a_term_in_the_name_counts(article):
    rule("terms", terms="casino")
    assert send(article, name="Casino Royal").is_held


def test_a_repeated_text_is_caught_at_its_third_copy(article):
    rule("repeated", number=3)
    copies = [send(article, text, address=f"{n}@example.org") for n, text in enumerate(["Buy!", "B U Y", "buy…"])]
    assert [comment.state for comment in copies] == ["approved", "approved", "held"]


def test_a_text_repeated_after_a_day_is_not_caught(article):
    rule("repeated", number=2)
    send(article, "Good morning.", address="a@example.org", at=timezone.now() - 2 * DAY)
    assert send(article, "Good morning.", address="b@example.org").is_approved


@pytest.mark.parametrize("same", [{"address": "one@example.org"}, {"network": "f" * 64}], ids=["address", "network"])
def test_too_many_comments_by_one_within_an_hour_are_caught(article, same):
    rule("rate", number=3)
    sent = [send(article, f"No. {n}", **{"address": f"{n}@example.org"} | same) for n in range(3)]
    assert [comment.state for comment in sent] == ["approved", "approved", "held"]


def test_a_burst_on_one_article_is_caught(article):
    rule("burst", number=3)
    sent = [send(article, f"No. {n}", address=f"{n}@example.org") for n in range(3)]
    assert [comment.state for comment in sent] == ["approved", "approved", "held"]
    assert send(make_article(), "Elsewhere.").is_approved


def test_a_newcomer_is_caught_and_someone_with_a_record_is_not(article):
    rule("newcomer", number=1)
    known = Commenter.objects.with_address("known@example.org")
    make_comment(address="known@example.org", state="held")
    moderation.approve(Comment.objects.get(), by=None)
    Comment.objects.update(is_proven=True)
    assert send(article).is_held
    assert send(article, proven=known).is_approved


@pytest.mark.parametrize("domains", ["mail.example", "@mail.example", "other.example\nMAIL.example"])
def test_an_address_at_a_domain_is_caught(article, domains):
    rule("domain", terms=domains)
    assert send(article, address="x@mail.example").is_held
    assert send(article, address="x@notmail.example").is_approved


def test_a_rule_that_is_not_in_force_does_nothing(article):
    rule("terms", terms="boat", is_active=False)
    assert send(article).is_approved


def test_a_rule_may_mark_without_holding(article):
    rule("terms", terms="boat", action="mark")
    comment = send(article)
    assert comment.is_approved
    assert comment.mark_list == ["rule"]


# Trying a rule


@pytest.mark.parametrize(
    ("kind", "fields", "number"),
    [
        ("terms", {"terms": "boat"}, 2),
        ("links", {"number": 1}, 1),
        ("repeated", {"number": 2}, 1),
        ("rate", {"number": 2}, 1),
        ("burst", {"number": 3}, 2),
        ("newcomer", {"number": 1}, 4),
        ("domain", {"terms": "example.net"}, 1),
        ("capitals", {"number": 90}, 1),
    ],
)
def test_s25_a_rule_says_what_it_would_have_caught(kind, fields, number):
    """S25: each rule shows matches over the last 30 days before it is saved."""
    article, now = make_article(), timezone.now()
    texts = ["The boat was late.", "The BOAT, was late?", "SHOUTING IS WHAT I DO BEST", "https://example.org"]
    addresses = ["a@example.org", "b@example.org", "b@example.org", "c@example.net"]
    for minutes, (text, address) in enumerate(zip(texts, addresses, strict=True)):
        send(article, text, address=address, at=now - DAY + timedelta(minutes=minutes * 4))
    send(make_article(), "The boat sank.", at=now - 31 * DAY)
    caught = would_have_caught(Rule(kind=kind, **fields), now)
    assert (caught.of, caught.number) == (4, number)


def test_s25_a_rule_says_how_much_of_what_it_catches_was_approved():
    """S25: and how much of that was later approved."""
    for state in ("approved", "approved", "rejected", "held"):
        make_comment(state=state, text=f"A boat that is {state}, {timezone.now()}")
    caught = would_have_caught(Rule(kind="terms", terms="boat"))
    assert (caught.number, caught.approved, caught.approved_percent) == (4, 2, 50)


def test_a_trial_is_of_the_newest_comments(monkeypatch):
    monkeypatch.setattr("comments.screening.dry_run.MOST_REPLAYED", 2)
    for hours, text in enumerate(["newest boat", "boat before", "oldest boat"]):
        send(make_article(), text, at=timezone.now() - hours * HOUR)
    caught = would_have_caught(Rule(kind="terms", terms="boat"))
    assert [comment.text for comment in caught.newest] == ["newest boat", "boat before"]
    assert MOST_REPLAYED > 2


def test_a_rule_is_shown_what_it_would_do_before_it_is_saved(desk, moderator):
    make_comment(text="Buy cheap pills now")
    browser = desk(moderator)
    tried = Page(browser.post(f"{RULES}add/", TYPED))
    assert not Rule.objects.exists()
    assert "would have caught 1" in tried.one("section.trial").text
    assert "Buy cheap pills now" in tried.one("section.trial").text
    assert tried.one("textarea[name=terms]").text == "cheap pills"
    browser.post(f"{RULES}add/", TYPED | {"tried": tried.one("input[name=tried]")["value"]})
    assert Rule.objects.get().made_by == moderator


def test_a_rule_that_was_changed_after_its_trial_is_tried_again(desk, moderator):
    browser = desk(moderator)
    seal = Page(browser.post(f"{RULES}add/", TYPED)).one("input[name=tried]")["value"]
    again = Page(browser.post(f"{RULES}add/", TYPED | {"terms": "boat", "tried": seal}))
    assert not Rule.objects.exists()
    assert again.one("input[name=tried]")["value"] != seal


def test_a_rule_that_is_saved_again_unchanged_but_for_its_name_is_tried_too(desk, moderator):
    own = rule("terms", terms="boat")
    answer = desk(moderator).post(f"{RULES}{own.pk}/change/", TYPED | {"terms": "boat", "name": "Boats"})
    assert Page(answer).has("section.trial")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"terms": " "}, "terms"),
        ({"terms": "boat\n…"}, "terms"),
        ({"kind": "links"}, "number"),
        ({"kind": "capitals", "number": "120"}, "number"),
    ],
    ids=str,
)
def test_a_rule_that_makes_no_sense_says_so_beside_the_field(desk, moderator, typed, field):
    page = Page(desk(moderator).post(f"{RULES}add/", TYPED | typed))
    assert page.has(f"div.field-{field} ul.errorlist")
    assert not page.has("section.trial")


def test_the_list_of_rules_costs_the_same_with_3_and_with_30(desk, moderator):
    browser = desk(moderator)
    for number in range(3):
        rule("links", name=f"Rule {number}", number=1, made_by=moderator)
    few = queries_of(browser, RULES)
    for number in range(3, 30):
        rule("links", name=f"Rule {number}", number=1, made_by=moderator)
    assert queries_of(browser, RULES) == few


def test_rules_are_not_for_reporters(desk, reporter):
    assert desk(reporter).get(RULES).status_code == 403


def test_a_trial_knows_what_came_before_the_comment_and_not_after():
    """A newcomer of three weeks ago counts as one, whatever was approved since."""
    reader = Commenter.objects.with_address("ada@example.org")
    Commenter.objects.update(confirmed_at=THEN)
    for days in (20, 10):
        comment = send(make_article(), f"{days} days ago", proven=reader, at=timezone.now() - days * DAY)
        if comment.is_held:
            moderation.approve(comment, by=None)
    assert would_have_caught(Rule(kind="newcomer", number=1)).number == 1
