"""How the comments of a page are nested."""

import time

import pytest

from comments.models import Comment
from comments.threads.tree import DEEPEST, arrange
from tests.factories import THEN


def unsaved(pk, parent=None, state="approved"):
    root = parent and 1
    return Comment(pk=pk, parent_id=parent, root_id=root, state=state, published_at=THEN)


def outline(nodes):
    """Return nodes as nested lists: [comment, [replies]]."""
    return [[node.comment, outline(node.replies)] for node in nodes]


def test_replies_stand_under_what_they_answer_in_the_order_they_came():
    one, two, three, four = unsaved(1), unsaved(2), unsaved(3, parent=1), unsaved(4, parent=1)
    assert outline(arrange([one, two, three, four])) == [[one, [[three, []], [four, []]]], [two, []]]


def test_a_reply_to_what_is_not_here_stands_under_the_beginning_and_says_whom_it_answers():
    begun, missing, reply = unsaved(1), unsaved(2, parent=1), unsaved(3, parent=2)
    reply.parent = missing
    nodes = arrange([begun, reply])
    assert outline(nodes) == [[begun, [[reply, []]]]]
    assert nodes[0].replies[0].answers == missing


def test_a_reply_says_whom_it_answers_only_where_its_place_does_not():
    nodes = arrange([unsaved(1), *(unsaved(pk, parent=pk - 1) for pk in range(2, 8))])
    while nodes[0].replies:
        assert nodes[0].answers is None
        nodes = nodes[0].replies
    assert [node.answers and node.answers.pk for node in nodes] == [None, 5, 6]


def test_beyond_the_deepest_level_replies_stand_below_one_another():
    """A phone has no room for more."""
    chain = [unsaved(1), *(unsaved(pk, parent=pk - 1) for pk in range(2, 10))]
    nodes = arrange(chain)
    while nodes[0].replies:
        nodes = nodes[0].replies
    assert [node.comment.pk for node in nodes] == list(range(DEEPEST + 1, 10))
    assert {node.depth for node in nodes} == {DEEPEST}


@pytest.mark.parametrize("state", ["removed", "withdrawn", "held", "spam", "rejected"])
def test_what_readers_no_longer_see_is_a_gap_while_a_reply_stands_under_it(state):
    gap, reply = unsaved(1, state=state), unsaved(2, parent=1)
    assert outline(arrange([gap, reply])) == [[gap, [[reply, []]]]]
    assert arrange([gap]) == []


def test_a_gap_goes_with_the_last_reply_to_it():
    above, gap, last = unsaved(1), unsaved(2, parent=1, state="removed"), unsaved(3, parent=2, state="withdrawn")
    assert outline(arrange([above, gap, last])) == [[above, []]]


def test_ones_own_comment_that_is_looked_at_again_stays():
    own = unsaved(1, state="held")
    assert outline(arrange([own], own=own)) == [[own, []]]


@pytest.mark.parametrize("state", ["approved", "removed"])
def test_a_chain_of_ten_thousand_replies_is_a_long_list(state):
    """S23: no recursion, and no work that grows with the square."""
    chain = [unsaved(1), *(unsaved(pk, parent=pk - 1, state=state) for pk in range(2, 10_001))]
    began = time.process_time()
    nodes = arrange(chain)
    assert time.process_time() - began < 2
    assert nodes[0].comment.pk == 1


def test_a_wide_branch_of_gaps_is_quickly_gone():
    """S23."""
    wide = [unsaved(1), *(unsaved(pk, parent=1, state="removed") for pk in range(2, 10_001))]
    began = time.process_time()
    assert outline(arrange(wide)) == [[wide[0], []]]
    assert time.process_time() - began < 2
