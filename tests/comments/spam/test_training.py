"""The newsroom's decisions teach the spam filter, in whichever worker they are made."""

import threading
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from comments import moderation, spam
from comments.models import Comment, Decision, HousePolicy, Mark, SpamFilter, SpamLesson, SpamMemory
from comments.models.spam_filter import standing_decisions, teaches
from comments.screening import checks
from comments.screening.risk import spam_filter
from comments.spam import memory, teaching
from comments.spam.features import features_of
from comments.spam.teaching import Overtaken
from tests.comments.spam.corpus import corpus
from tests.factories import make_article, make_comment, send_comment

pytestmark = pytest.mark.django_db

SPAM, GOOD = "win a bonus at the best casino", "the ferry was late again"


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def decided(article):
    """Have so many comments decided on, of which the filter is told nothing."""

    def decide(number, seed=1):
        return [
            make_comment(article, text=text, name=name, state="spam" if is_spam else "approved")
            for text, name, is_spam in corpus(number, seed)
        ]

    return decide


@pytest.fixture
def taught(decided):
    """Have so many comments decided on and taught, one after the other."""

    def teach(number, seed=1):
        comments = decided(number, seed)
        for comment in comments:
            spam.learn_from(comment.decisions.last())
        return comments

    return teach


@pytest.fixture
def ready(monkeypatch):
    """Let the filter take a few decisions for enough."""
    for name in ("LEAST_SPAM", "LEAST_APPROVED", "LEAST_DECISIONS"):
        monkeypatch.setattr(f"comments.spam.scoring.{name}", 10)


def learn(comment):
    spam.learn_from(comment.decisions.last())


def probability(text):
    return spam.score(text).probability


def elsewhere():
    """Return the memory of a worker that has just begun."""
    worker = memory.Memory()
    worker.catch_up()
    return worker


# What a decision teaches


@pytest.mark.parametrize(
    ("verb", "reason", "taught"),
    [
        ("approve", None, False),
        ("pick", None, False),
        ("mark_spam", None, True),
        ("reject", "spam", True),
        ("reject", "personal attack", None),
        ("reject", "off topic", None),
    ],
)
def test_what_each_decision_teaches(verb, reason, taught):
    comment = make_comment(state="held")
    given = {"reason": reason} if reason else {}
    assert teaches(getattr(moderation, verb)(comment, by=None, **given)) is taught


def test_what_was_removed_for_another_reason_is_no_longer_an_example_of_good():
    comment = make_comment()
    learn(comment)
    moderation.remove(comment, by=None, reason="illegal")
    learn(comment)
    assert SpamLesson.objects.in_force().get().is_spam is None


def test_what_a_policy_published_teaches_nothing(article):
    HousePolicy.objects.create(policy="open")
    comment = send_comment(article, name="Ada", address="ada@example.org", text=GOOD)
    assert comment.is_approved
    assert not standing_decisions().exists()


def test_an_edit_that_was_refused_says_nothing_of_the_wording_that_stands(article):
    comment = make_comment(article)
    Comment.objects.filter(pk=comment.pk).update(proposed_text=SPAM)
    comment.refresh_from_db()
    moderation.reject(comment, by=None, reason="spam")
    assert teaches(standing_decisions().get()) is False


def test_a_decision_that_was_undone_takes_its_lesson_back():
    comment = make_comment(text=SPAM, state="spam")
    learn(comment)
    before = elsewhere().learner.spam
    moderation.undo(comment.decisions.last(), by=None)
    learn(comment)
    assert (before, elsewhere().learner.spam) == (1, 0)


def test_an_undone_decision_leaves_the_one_before_it_to_count():
    comment = make_comment(text=SPAM)
    marked = moderation.mark_spam(comment, by=None)
    learn(comment)
    moderation.undo(marked, by=None)
    learn(comment)
    assert SpamLesson.objects.in_force().get().is_spam is False


def test_another_decision_corrects_the_first():
    comment = make_comment(text=SPAM, state="spam")
    learn(comment)
    moderation.approve(comment, by=None)
    learn(comment)
    learner = elsewhere().learner
    assert (learner.spam, learner.other) == (0, 1)


def test_the_same_decision_twice_is_one_lesson():
    comment = make_comment(state="spam")
    learn(comment)
    learn(comment)
    assert SpamLesson.objects.count() == 1


def test_many_decisions_at_once_are_taught_in_few_queries(decided, django_assert_max_num_queries):
    decisions = [comment.decisions.last() for comment in decided(20)]
    with django_assert_max_num_queries(16):
        spam.learn_from(*decisions)
    assert sorted(SpamLesson.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert elsewhere().learner.other == 10


def test_a_comment_that_was_erased_teaches_nothing():
    comment = make_comment(state="spam")
    comment.text = ""
    spam.learn(comment, True)
    assert not SpamLesson.objects.exists()


# Scores


def test_each_decision_teaches_at_once(taught):
    before = probability(SPAM)
    taught(30)
    assert before == 0.5
    assert probability(SPAM) > 0.8 > 0.3 > probability(GOOD)


def test_a_score_costs_one_query_however_much_was_taught(taught, django_assert_num_queries):
    taught(20)
    spam.score(GOOD)
    with django_assert_num_queries(1):
        spam.score(SPAM)


def test_e6_a_score_counts_the_comments_of_the_same_words(article):
    """E6: the score is explained, "similar to 3 comments rejected as spam"."""
    for number in range(3):
        learn(make_comment(article, text=SPAM + "!" * number, state="spam"))
    learn(make_comment(article, text=GOOD))
    labels = [signal.label for signal in spam.score(SPAM.upper()).signals]
    assert "the same words as 3 comments marked spam" in labels


def test_before_it_has_seen_enough_it_finds_nothing(taught, article):
    taught(30)
    assert not spam.score(SPAM).is_ready
    assert held_by_filter(article, SPAM).risk == 0


def held_by_filter(article, text):
    """Send a comment past the filter alone."""
    HousePolicy.objects.update_or_create(pk=1, defaults={"policy": "open"})
    with mock.patch.object(checks, "CHECKS", [spam_filter]):
        return send_comment(article, name="Mo", address="mo@example.org", text=text)


def test_e6_spam_is_held_with_its_signals_on_the_card(taught, article, ready):
    """E6: the score is explained: a list of signals and weights that make up the risk."""
    taught(30)
    comment = held_by_filter(article, SPAM)
    assert comment.is_held
    assert comment.mark_list == [Mark.SCORE]
    assert sum(points for _label, points in comment.signals) == comment.risk > 80


def test_what_is_no_spam_is_left_to_the_policy(taught, article, ready):
    taught(30)
    comment = held_by_filter(article, GOOD)
    assert comment.is_approved
    assert comment.risk < 50
    assert not comment.mark_list


def test_s26_a_memory_that_cannot_be_read_holds_the_comment(article, taught):
    """S26: any checker exception: held, with reason "check failed"."""
    taught(2)
    row = SpamFilter.objects.get()
    SpamMemory.objects.create(edition=row.edition, through=1, data=b"broken")
    SpamFilter.objects.update(through=1)
    comment = held_by_filter(article, GOOD)
    assert comment.is_held
    assert comment.mark_list == [Mark.FAILED]


# Several workers


def test_another_worker_sees_what_was_taught(taught):
    taught(12)
    scaled = list(features_of(SPAM).scaled)
    assert elsewhere().learner.margin(scaled) > 0.3


def test_a_worker_that_begins_late_knows_the_same(taught, monkeypatch):
    monkeypatch.setattr(memory, "STORED_EVERY", 5)
    taught(12)
    with memory.up_to_date() as known:
        assert known.through == 10
        assert elsewhere().learner.dumps() == known.learner.dumps()


def test_what_was_taken_over_into_the_memory_is_not_learned_again(taught, monkeypatch):
    first = elsewhere()
    monkeypatch.setattr(memory, "STORED_EVERY", 4)
    taught(9)
    first.catch_up()
    assert (first.learner.spam, first.learner.other) == (4, 5)


def test_lessons_of_a_transaction_that_came_to_nothing_are_forgotten(taught):
    taught(4)
    with memory.up_to_date() as known:
        known.taught += 1
        known.learner.spam += 1
    with memory.up_to_date() as known:
        assert (known.taught, known.learner.spam) == (4, 2)


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_lose_no_lesson(decided):
    comments = decided(16)
    workers = [threading.Thread(target=teach_all, args=(half,)) for half in (comments[::2], comments[1::2])]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(SpamLesson.objects.values_list("number", flat=True)) == list(range(1, 17))
    assert elsewhere().learner.spam == 8


def teach_all(comments):
    try:
        for comment in comments:
            learn(comment)
    finally:
        connection.close()


def test_a_decision_never_fails_over_its_lesson(monkeypatch, caplog):
    def locked(*_):
        raise DatabaseError("database is locked, said ada@example.org")

    monkeypatch.setattr(teaching, "_keep", locked)
    learn(make_comment(state="spam"))
    assert "could not be taught" in caplog.text
    assert "ada" not in caplog.text


# From the beginning


def test_training_teaches_all_decisions(decided, capsys):
    decided(30)
    call_command("train_spam_filter")
    assert probability(SPAM) > 0.8 > 0.3 > probability(GOOD)
    assert "Not ready: it has seen 30 decisions, 15 spam and 15 approved" in capsys.readouterr().out


def test_training_without_decisions_leaves_a_filter_that_knows_nothing():
    call_command("train_spam_filter")
    assert probability(SPAM) == 0.5


def test_what_is_decided_while_it_trains_is_known_afterwards(decided, article):
    decided(10)
    late = []

    def decide(done, of):
        if of and not late:
            late.append(make_comment(article, text=SPAM, state="spam"))
            learn(late[0])

    spam.retrain(decide)
    assert SpamLesson.objects.in_force().get(comment=late[0]).is_spam
    assert elsewhere().learner.spam == 6


def test_what_is_undone_while_it_trains_no_longer_counts(decided):
    comment = decided(10)[1]
    learn(comment)
    undone = []

    def undo(done, of):
        if of and not undone:
            undone.append(moderation.undo(comment.decisions.last(), by=None))
            learn(comment)

    spam.retrain(undo)
    learner = elsewhere().learner
    assert (learner.spam, learner.other) == (4, 5)


def test_training_that_is_stopped_leaves_the_filter_as_it_was(taught):
    taught(10)
    before = SpamFilter.objects.values().get()

    def stop(done, of):
        if of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spam.retrain(stop)
    assert SpamFilter.objects.values().get() == before
    assert SpamLesson.objects.count() == 10


def test_of_two_trainings_the_first_to_finish_stays(decided):
    decided(10)
    first = []

    def train_too(done, of):
        if of and not first:
            first.append(spam.retrain())

    with pytest.raises(Overtaken):
        spam.retrain(train_too)
    assert SpamLesson.objects.count() == 10
    assert SpamMemory.objects.count() == 1


def test_trained_again_nothing_is_left_of_the_filter_before(taught):
    taught(10)
    spam.retrain()
    spam.retrain()
    assert SpamLesson.objects.in_edition(SpamFilter.objects.get().edition).count() == SpamLesson.objects.count() == 10


# Readiness


def test_it_says_that_it_is_not_ready_until_it_has_seen_enough(taught):
    taught(8)
    said = str(spam.readiness())
    assert "Not ready: it has seen 8 decisions, 4 spam and 4 approved" in said
    assert "at least 50 spam and 50 approved" in said


def test_precision_is_measured_on_guesses_made_before_each_decision(taught, ready):
    taught(60)
    found = spam.readiness()
    assert found.is_ready
    assert found.measured.of == 60
    assert found.measured.precision > 0.9
    assert "Ready: it has seen 60 decisions, 30 spam and 30 approved." in str(found)
    assert sum(each.number for each in found.bins) == 60


def test_a_comment_decided_again_keeps_the_first_guess_at_it():
    comment = make_comment(text=SPAM, state="spam")
    learn(comment)
    guess = SpamLesson.objects.get().margin
    moderation.approve(comment, by=None)
    learn(comment)
    assert SpamLesson.objects.in_force().get().margin == guess


def test_a_deleted_comment_takes_its_lesson_with_it(taught):
    comments = taught(4)
    Decision.objects.filter(comment=comments[0]).update(comment=None)
    comments[0].delete()
    assert SpamLesson.objects.count() == 3
    assert spam.readiness().measured.of == 3
