"""The newsroom's decisions teach the spam filter: a task learns them, and every worker scores by what it learnt."""

import threading
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connection

from comments import moderation, readers, spam
from comments.models import Comment, Decision, HousePolicy, Mark, SpamFilter
from comments.privacy.erase import erase
from comments.screening import checks
from comments.screening.risk import spam_filter
from comments.spam import learning
from comments.spam.features import features_of
from comments.spam.learning import teaches
from comments.spam.memory import known
from comments.tasks import learn_from_decisions
from tests.comments.spam.corpus import corpus
from tests.factories import make_article, make_comment, send_comment

pytestmark = pytest.mark.django_db

SPAM, GOOD = "win a bonus at the best casino", "the ferry was late again"


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def decided(article):
    """Have so many comments decided on, of which the filter has learnt nothing yet."""

    def decide(number, seed=1):
        return [
            make_comment(article, text=text, name=name, state="spam" if is_spam else "approved")
            for text, name, is_spam in corpus(number, seed)
        ]

    return decide


@pytest.fixture
def taught(decided):
    """Have so many comments decided on, and learnt."""

    def teach(number, seed=1):
        comments = decided(number, seed)
        spam.learn()
        return comments

    return teach


@pytest.fixture
def ready(monkeypatch):
    """Let the filter take a few decisions for enough."""
    for name in ("LEAST_SPAM", "LEAST_APPROVED", "LEAST_DECISIONS"):
        monkeypatch.setattr(f"comments.spam.scoring.{name}", 10)


def learnt():
    """Learn what was decided, and return how many comments the filter then has as spam, and as none."""
    spam.learn()
    return counts()


def counts():
    learner = known().learner
    return learner.spam, learner.other


def has_met(text):
    """Tell whether the filter counts a comment of these words."""
    return known().learner.has_met(features_of(text).groups[-1])


def probability(text):
    return spam.score(text).probability


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
    assert learnt() == (taught is True, taught is False)


def test_what_was_removed_for_another_reason_is_no_longer_an_example_of_good():
    comment = make_comment()
    assert learnt() == (0, 1)
    moderation.remove(comment, by=None, reason="illegal")
    assert learnt() == (0, 0)


def test_what_a_policy_published_teaches_nothing(article):
    HousePolicy.objects.create(policy="open")
    comment = send_comment(article, name="Ada", address="ada@example.org", text=GOOD)
    assert comment.is_approved
    assert learnt() == (0, 0)


def test_an_edit_that_was_refused_says_nothing_of_the_wording_that_stands(article):
    comment = make_comment(article)
    Comment.objects.filter(pk=comment.pk).update(proposed_text=SPAM)
    comment.refresh_from_db()
    moderation.reject(comment, by=None, reason="spam")
    assert learnt() == (0, 1)


@pytest.mark.parametrize("learns_between", [True, False])
def test_a_decision_that_was_undone_no_longer_counts(learns_between):
    comment = make_comment(text=SPAM, state="spam")
    if learns_between:
        assert learnt() == (1, 0)
    moderation.undo(comment.decisions.last(), by=None)
    assert learnt() == (0, 0)
    assert not has_met(SPAM)


def test_an_undone_decision_leaves_the_one_before_it_to_count():
    comment = make_comment(text=SPAM)
    marked = moderation.mark_spam(comment, by=None)
    assert learnt() == (1, 0)
    moderation.undo(marked, by=None)
    assert learnt() == (0, 1)


def test_another_decision_corrects_the_first():
    comment = make_comment(text=SPAM, state="spam")
    assert learnt() == (1, 0)
    moderation.approve(comment, by=None)
    assert learnt() == (0, 1)


def test_a_decision_that_changes_nothing_leaves_what_every_worker_holds():
    comment = make_comment()
    spam.learn()
    before = SpamFilter.objects.get()
    moderation.pick(comment, by=None)
    spam.learn()
    after = SpamFilter.objects.get()
    assert (after.version, after.learnt) == (before.version, before.learnt + 1)


def test_many_decisions_are_learnt_in_few_queries(decided, django_assert_max_num_queries):
    decided(20)
    with django_assert_max_num_queries(20):
        spam.learn()
    assert counts() == (10, 10)


def test_a_comment_that_was_erased_teaches_nothing():
    comment = make_comment(text=SPAM, state="spam")
    erase(comment.commenter)
    assert learnt() == (0, 0)


def test_what_a_comment_taught_before_it_was_erased_stays():
    comment = make_comment(text=SPAM)
    assert learnt() == (0, 1)
    erase(comment.commenter)
    assert learnt() == (0, 1)


def test_an_author_who_withdraws_a_comment_takes_nothing_back():
    comment = make_comment()
    readers.withdraw(comment)
    assert learnt() == (0, 1)


def test_no_words_are_kept():
    make_comment(text=SPAM, name="Lucky", state="spam")
    spam.learn()
    row = SpamFilter.objects.get()
    assert row.guesses == [[Comment.objects.get().pk, 0.0, True]]
    assert not any(word in bytes(row.data) for word in (b"casino", b"Lucky"))


# When it learns


def test_the_task_learns_what_was_decided(decided):
    decided(6)
    learn_from_decisions()
    assert counts() == (3, 3)


def test_a_second_run_learns_nothing_twice(taught):
    taught(6)
    before = SpamFilter.objects.values().get()
    spam.learn()
    assert SpamFilter.objects.values().get() == before


def test_it_learns_the_same_in_many_batches_as_in_one(decided, monkeypatch):
    monkeypatch.setattr(learning, "_BATCH", 7)
    decided(30)
    spam.learn()
    in_many = known().learner.dumps()
    SpamFilter.objects.all().delete()
    monkeypatch.setattr(learning, "_BATCH", 100)
    spam.learn()
    assert known().learner.dumps() == in_many


def test_a_process_that_is_about_to_end_leaves_the_rest_for_the_next(decided, monkeypatch):
    monkeypatch.setattr(learning, "_BATCH", 4)
    decided(10)
    with monkeypatch.context() as patch:
        # Told to end in the first batch.
        patch.setattr(learning, "stopping", mock.Mock(wait=mock.Mock(return_value=True)))
        spam.learn()
    assert counts() == (2, 2)
    assert learnt() == (5, 5)


def test_a_batch_that_fails_is_learnt_by_the_next_run(decided, monkeypatch):
    decided(6)
    with monkeypatch.context() as patch:
        patch.setattr(learning, "calibrate", mock.Mock(side_effect=ZeroDivisionError))
        with pytest.raises(ZeroDivisionError):
            spam.learn()
    assert counts() == (0, 0)
    assert learnt() == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_learn_each_decision_once(decided, monkeypatch):
    monkeypatch.setattr(learning, "_BATCH", 3)
    decided(16)
    workers = [threading.Thread(target=learn_elsewhere) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert counts() == (8, 8)
    assert len(SpamFilter.objects.get().guesses) == 16


def learn_elsewhere():
    try:
        spam.learn()
    finally:
        connection.close()


# Scores


def test_what_was_decided_changes_the_scores(taught):
    before = probability(SPAM)
    taught(30)
    assert before == 0.5
    assert probability(SPAM) > 0.8 > 0.3 > probability(GOOD)


def test_a_score_costs_one_query_however_much_was_taught(taught, django_assert_num_queries):
    taught(20)
    spam.score(GOOD)
    with django_assert_num_queries(1):
        spam.score(SPAM)


def test_what_was_learnt_elsewhere_is_read_once(taught, django_assert_num_queries):
    taught(10)
    spam.score(GOOD)
    taught(10, seed=2)
    with django_assert_num_queries(2):
        spam.score(SPAM)
    with django_assert_num_queries(1):
        spam.score(SPAM)


def test_e6_a_score_counts_the_comments_of_the_same_words(article):
    """E6: the score is explained, "similar to 3 comments rejected as spam"."""
    for number in range(3):
        make_comment(article, text=SPAM + "!" * number, state="spam")
    make_comment(article, text=GOOD)
    spam.learn()
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
    SpamFilter.objects.update(data=b"broken", version=1)
    comment = held_by_filter(article, GOOD)
    assert comment.is_held
    assert comment.mark_list == [Mark.FAILED]


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
    spam.retrain(once(lambda: make_comment(article, text=SPAM, state="spam")))
    assert counts() == (6, 5)


@pytest.mark.parametrize("learns_too", [True, False])
def test_what_is_undone_while_it_trains_no_longer_counts(taught, learns_too):
    comment = taught(10)[1]

    def undo():
        moderation.undo(comment.decisions.last(), by=None)
        if learns_too:
            spam.learn()

    spam.retrain(once(undo))
    assert counts() == (4, 5)


def once(do):
    """Return a listener to the training that does something in the middle of it."""
    done = []

    def listen(_done, of):
        if of and not done:
            done.append(True)
            do()

    return listen


def test_training_that_is_stopped_leaves_the_filter_as_it_was(taught):
    taught(10)
    before = SpamFilter.objects.values().get()

    def stop(done, of):
        if of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spam.retrain(stop)
    assert SpamFilter.objects.values().get() == before


def test_two_trainings_at_once_leave_all_decisions_learnt(decided):
    decided(10)
    spam.retrain(once(spam.retrain))
    assert counts() == (5, 5)


def test_training_leaves_nothing_of_a_text_that_was_edited_since_it_was_learnt():
    comment = make_comment(text=SPAM)
    spam.learn()
    Comment.objects.filter(pk=comment.pk).update(text=GOOD)
    moderation.remove(comment, by=None, reason="illegal")
    spam.learn()
    assert has_met(SPAM)
    spam.retrain()
    assert not has_met(SPAM)


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


def test_a_guess_is_made_before_the_decision_is_learnt_also_within_a_batch(article):
    for number in range(2):
        make_comment(article, text=SPAM, address=f"{number}@example.org", state="spam")
    spam.learn()
    (_one, first, _is_spam), (_two, second, _is_spam) = SpamFilter.objects.get().guesses
    assert first == 0 < second


def test_a_comment_decided_again_keeps_the_first_guess_at_it(taught):
    comment = taught(10)[1]
    guess = guesses()[comment.pk]
    moderation.approve(comment, by=None)
    spam.learn()
    assert guesses()[comment.pk] == (guess[0], False) != guess


def guesses():
    return {key: (margin, is_spam) for key, margin, is_spam in SpamFilter.objects.get().guesses}


def test_a_decision_that_was_undone_is_no_longer_measured(taught):
    comment = taught(10)[1]
    moderation.undo(comment.decisions.last(), by=None)
    spam.learn()
    assert spam.readiness().measured.of == 9


def test_what_was_learnt_without_a_guess_is_not_guessed_at_when_it_is_decided_again(taught):
    comment = taught(10)[1]
    spam.retrain()
    assert comment.pk not in guesses()
    moderation.approve(comment, by=None)
    spam.learn()
    assert comment.pk not in guesses()


def test_only_the_last_guesses_are_kept(taught, monkeypatch):
    monkeypatch.setattr(learning, "_MEASURED", 6)
    comments = taught(10)
    assert list(guesses()) == [each.pk for each in comments[-6:]]


def test_a_deleted_comment_leaves_no_trouble(taught):
    comments = taught(4)
    Decision.objects.filter(comment=comments[0]).update(comment=None)
    comments[0].delete()
    moderation.mark_spam(comments[2], by=None)
    assert learnt() == (3, 1)
