"""The spam filter learns, says how sure it is and why, and is measured."""

import pytest

from comments.spam.calibration import Calibration, area_under_roc, calibrate, probabilities, reliability, verdicts
from comments.spam.features import features_of
from comments.spam.learner import Learner
from comments.spam.scoring import Copies, Score, Signal, has_seen_enough, judge
from comments.spam.training import train
from tests.comments.spam.corpus import corpus


def scaled(text, name=""):
    return list(features_of(text, name).scaled)


def taught(comments):
    learner = Learner()
    for text, name, is_spam in comments:
        learner.teach(scaled(text, name), is_spam)
    return learner


def trained(comments, **options):
    return train(((features_of(text, name), is_spam) for text, name, is_spam in comments), **options)


def guesses(learner, comments):
    return [(learner.margin(scaled(text, name)), is_spam) for text, name, is_spam in comments]


# Learning


def test_it_learns_as_comments_come():
    assert area_under_roc(guesses(taught(corpus(80)), corpus(60, seed=2))) > 0.99


def test_trained_from_the_beginning_it_knows_as_much():
    assert area_under_roc(guesses(trained(corpus(80)).learner, corpus(60, seed=2))) > 0.99


def test_few_spam_among_many_comments_are_told_apart():
    many = [each for each in corpus(400) if not each[2]]
    few = [each for each in corpus(30, seed=3) if each[2]]
    assert area_under_roc(guesses(taught(many + few), corpus(60, seed=2))) > 0.99


def test_what_it_has_never_met_says_nothing():
    learner = taught(corpus(40))
    assert learner.margin(scaled("Zwölf Boxkämpfer jagen Viktor")) == pytest.approx(
        learner.margin(scaled("Xylophone Pandabär Quatsch übt")), abs=0.2
    )


def test_the_same_lessons_make_the_same_filter():
    assert trained(corpus(60)).learner.dumps() == trained(corpus(60)).learner.dumps()


def test_a_lesson_that_is_taken_back_no_longer_counts():
    learner, before = taught(corpus(40)), taught(corpus(40))
    learner.count(scaled("follow the white rabbit"), True)
    learner.take_back(scaled("follow the white rabbit"), True)
    assert learner.dumps() == before.dumps()


def test_memory_is_kept_as_bytes_and_read_again():
    learner = taught(corpus(40))
    again = Learner.loads(learner.dumps())
    assert (again.spam, again.other) == (20, 20)
    assert guesses(again, corpus(10, seed=2)) == guesses(learner, corpus(10, seed=2))


def test_other_bytes_are_refused():
    with pytest.raises(ValueError, match="not the memory"):
        Learner.loads(b"x\x9c\x03\x00\x00\x00\x00\x01")


def test_training_without_examples_gives_a_filter_that_knows_nothing():
    nothing = trained([])
    assert nothing.learner.margin(scaled("Hello")) == 0
    assert nothing.guesses == {}


def test_the_newest_examples_are_guessed_at_before_they_are_learned():
    result = trained(corpus(50))
    assert sorted(result.guesses) == list(range(40, 50))


def test_training_tells_how_far_it_is():
    told = []
    trained(corpus(20), progress=lambda done, of: told.append((done, of)))
    assert told[19] == (20, 0)
    assert told[-1][0] == told[-1][1]


# Measuring


def test_margins_that_say_too_much_are_put_right():
    pairs = [(4.0, True)] * 60 + [(4.0, False)] * 40 + [(-4.0, True)] * 40 + [(-4.0, False)] * 60
    assert calibrate(pairs).probability(4.0) == pytest.approx(0.6, abs=0.05)


def test_a_few_guesses_hardly_move_the_calibration():
    assert calibrate([(2.0, False)]).probability(3.0) > 0.8


def test_a_greater_margin_never_means_less_risk():
    contrary = [(3.0, False)] * 50 + [(-3.0, True)] * 50
    assert calibrate(contrary).slope > 0


def test_what_is_measured_was_not_calibrated_by_itself():
    pairs = [(0.5, True), (0.5, False)] * 20
    said = probabilities(pairs)
    # Every other guess is spam: each half is judged by one that saw only the contrary.
    assert all(p < 0.5 for p, is_spam in said if is_spam)


@pytest.mark.parametrize(
    ("pairs", "area"),
    [
        ([(1, False), (2, True)], 1.0),
        ([(1, True), (2, False)], 0.0),
        ([(1, True), (1, False)], 0.5),
        ([(1, False), (2, True), (2, False), (3, True)], 0.875),
        ([(1, True)], None),
    ],
)
def test_area_under_roc(pairs, area):
    assert area_under_roc(pairs) == area


def test_verdicts_count_what_would_be_held():
    found = verdicts([(0.9, True), (0.85, False), (0.3, True), (0.1, False)], at=0.8)
    assert (found.precision, found.recall, found.accuracy, found.f1) == (0.5, 0.5, 0.5, 0.5)


def test_verdicts_on_nothing_have_no_precision():
    found = verdicts([])
    assert found.precision is found.recall is found.accuracy is found.f1 is None


def test_reliability_sets_what_was_said_beside_what_was_so():
    bins = reliability([(0.05, False), (0.92, True), (1.0, False)])
    assert (bins[0].number, bins[0].was) == (1, 0)
    assert (bins[9].number, bins[9].said, bins[9].was) == (2, 0.96, 0.5)
    assert bins[5].said is None


# Saying why


def judged(text, learner=None, copies=None):
    return judge(features_of(text), learner or taught(corpus(80)), Calibration(), copies)


def test_e6_a_score_says_what_it_is_made_of():
    """E6: the score is explained: a list of signals and weights."""
    found = judged("The casino near the harbour: https://shop-1.example/offer")
    weights = {signal.label: signal.weight for signal in found.signals}
    assert weights["the word “casino”"] > 0
    assert weights["a link to shop-1.example"] > 0


def test_e6_a_score_says_that_the_same_words_came_before():
    """E6: "similar to 3 comments rejected as spam"."""
    learner = taught([("buy pills", "", True)] * 3 + [("the ferry", "", False)] * 3)
    labels = [signal.label for signal in judged("Buy  pills!", learner, Copies(spam=3)).signals]
    assert "the same words as 3 comments marked spam" in labels


def test_what_speaks_against_spam_has_a_weight_below_nought():
    assert min(signal.weight for signal in judged("the ferry was late again").signals) < 0


def test_the_points_of_the_signals_add_up_to_the_risk():
    found = judged("win a bonus at the best casino, and a ferry")
    assert sum(points for _label, points in found.as_points()) == found.risk > 50


def test_a_risk_without_a_signal_for_it_is_named_too():
    assert Score(0.05, [Signal("no link", -0.4)]).as_points() == [("the sum of many small signs", 5)]


def test_it_is_not_ready_before_it_has_seen_enough_of_both():
    learner = Learner()
    learner.other = 1000
    learner.spam = 49
    assert not has_seen_enough(learner)
    learner.spam = 50
    assert has_seen_enough(learner)
