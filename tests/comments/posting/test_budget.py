"""What a comment costs on its way in."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Rule
from tests.comments.posting.replies import confirmed, post_reply, proof_of
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

ACCEPTED = [
    "SELECT articles_article",  # with its section: the address to go back to
    "SELECT comments_thread",  # what its own terms are, its section's and the paper's
    "SELECT comments_ban",  # whether the network is banned
    "INSERT comments_commenter",  # who it is, new or known
    *(["SELECT comments_commenter"] if connection.vendor == "sqlite" else []),  # the number of either
    "SELECT comments_ban",  # whether the address is banned
    "SELECT comments_rule",  # what the newsroom's rules are
    "SELECT comments_spamfilter",  # whether what has been learned is still that
    "INSERT comments_comment",
]
FOR_A_REPLY = "SELECT comments_comment"  # whether what it answers is there
FOR_THE_LIMIT = "INSERT newsroom_rate_window"
# Who it is of; how many of theirs were approved, and turned down; and that they were here.
FOR_A_PROOF = ["SELECT comments_commenter", *["SELECT comments_comment"] * 2, "UPDATE comments_commenter"]


@pytest.fixture(autouse=True)
def warm(reader, article):
    """Have the thread made, and fetched what a process fetches once."""
    post_reply(reader, article, text="The first one.")


_STATEMENT = re.compile(r'\(?(SELECT|INSERT|UPDATE|DELETE)\b(?:.*?(?:FROM|INTO))? "?(\w+)')


def statements_of(client, article, **typed):
    with CaptureQueriesContext(connection) as queries:
        assert post_reply(client, article, **typed).status_code == 303
    return [" ".join(match.groups()) for match in (_STATEMENT.match(query["sql"]) for query in queries) if match]


def test_a_comment_is_taken_in_by_these_statements(reader, article):
    assert statements_of(reader, article) == ACCEPTED


def test_a_reply_asks_one_more(reader, article):
    parent = make_comment(article)
    assert sorted(statements_of(reader, article, parent=parent.pk)) == sorted([*ACCEPTED, FOR_A_REPLY])


def test_the_limit_costs_one(reader, article, settings):
    settings.COMMENTS_PER_TEN_MINUTES = 10
    post_reply(reader, article, text="The first that is counted.")
    assert sorted(statements_of(reader, article)) == sorted([*ACCEPTED, FOR_THE_LIMIT])


def test_a_proof_is_looked_up_and_needs_no_address(reader, article):
    typed = {"email": "", "proof": proof_of(confirmed())}
    expected = [each for each in ACCEPTED if "comments_commenter" not in each]
    assert sorted(statements_of(reader, article, **typed)) == sorted([*expected, *FOR_A_PROOF])


def test_the_number_does_not_grow_with_what_is_there(reader, article):
    for number in range(30):
        make_comment(article, address="wanda@example.org" if number % 2 else "someone@example.org")
        Rule.objects.create(name=f"Rule {number}", kind=Rule.Kind.TERMS, terms=f"word{number}", action=Rule.Action.HOLD)
    assert statements_of(reader, article) == ACCEPTED
