"""How a long thread is read: in an order, in pages, branch by branch, and from a comment's own address."""

import re
from datetime import timedelta
from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation
from comments.models import Comment
from comments.threads.paging import BRANCHES, FIRST_REPLIES, REPLIES
from comments.tokens import link_to
from newsroom.lib.planner import look_at_tables
from tests.comments.threads.branches import follow, ids_on, look, make_branches, make_replies, pks
from tests.factories import THEN, make_article, make_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

GARBAGE = ["", "0", "-1", "x", "1.5", "٣", "9" * 18, "9" * 19, "9" * 5000, "\x00", "1 OR 1=1", "é:٣:x", "\U0010ffff"]


def at(minutes):
    return {"created_at": THEN + timedelta(minutes=minutes)}


# Orders


@pytest.fixture
def three(article):
    """Three branches, each a minute after the one before; the second has two replies, the third one."""
    first, second, third = (make_branches(article, 1, **at(minutes))[0] for minutes in range(3))
    make_replies(second, 2, **at(5))
    make_replies(third, 1, **at(5))
    return [first.pk, second.pk, third.pk]


ORDERS = {"": [0, 1, 2], "picks": [0, 1, 2], "oldest": [0, 1, 2], "newest": [2, 1, 0], "replies": [1, 2, 0]}


def test_branches_stand_in_the_order_asked_for(reader, article, three):
    shown = {
        sort: [three.index(pk) for pk in ids_on(look(reader, article, sort=sort)) if pk in three] for sort in ORDERS
    }
    assert shown == ORDERS


def test_picks_come_first_and_the_oldest_of_them_before(reader, article, three, moderator):
    """E22."""
    for pk in (three[2], three[1]):
        moderation.pick(Comment.objects.get(pk=pk), by=moderator)
    assert [pk for pk in ids_on(look(reader, article)) if pk in three] == [three[1], three[2], three[0]]
    assert [pk for pk in ids_on(look(reader, article, sort="oldest")) if pk in three] == three


def test_a_picked_reply_brings_its_branch_first_and_is_seen_however_late_it_came(reader, article, moderator):
    first, second = make_branches(article, 2)
    replies = make_replies(second, 30)
    moderation.pick(replies[20], by=moderator)
    page = look(reader, article)
    assert ids_on(page) == [second.pk, *pks(replies[:FIRST_REPLIES]), replies[20].pk, first.pk]
    assert f"{30 - FIRST_REPLIES - 1} more replies" in page.text


def test_the_order_says_which_it_is(reader, article, three):
    for sort, name in {"": "Picks first", "newest": "Newest", "junk": "Picks first"}.items():
        assert Page(look(reader, article, sort=sort)).texts(".ways [aria-current=true]") == [name]


def test_one_comment_needs_no_order(reader, article):
    make_comment(article)
    assert not Page(look(reader, article)).has(".ways")


# Pages


@pytest.mark.parametrize("sort", ["picks", "newest", "oldest", "replies"])
def test_a_long_thread_is_read_without_a_gap_in_every_order(reader, article, sort, moderator):
    """S23: also when all were sent at the same moment, and some are picked on whichever page."""
    comments = make_branches(article, 2 * BRANCHES + 5)
    for picked in (comments[3], comments[-1]):
        moderation.pick(Comment.objects.get(pk=picked.pk), by=moderator)
    pages = follow(reader, f"{article.get_absolute_url()}?sort={sort}", "a[rel=next]")
    assert [len(ids_on(page)) for page in pages] == [BRANCHES, BRANCHES, 5]
    assert sorted(pk for page in pages for pk in ids_on(page)) == pks(comments)


def test_more_picks_than_a_page_holds_are_read_before_the_others(reader, article):
    others, picks = make_branches(article, 10), make_branches(article, BRANCHES + 5, picked_at=THEN)
    pages = follow(reader, article.get_absolute_url(), "a[rel=next]")
    assert [pk for page in pages for pk in ids_on(page)] == [*pks(picks), *pks(others)]


@pytest.mark.parametrize(("number", "pages"), [(0, 1), (BRANCHES, 1), (BRANCHES + 1, 2)])
def test_a_page_leads_on_only_where_something_follows(reader, article, number, pages):
    make_branches(article, number)
    assert len(follow(reader, article.get_absolute_url(), "a[rel=next]")) == pages


def test_comments_of_one_moment_keep_the_order_they_came_in(reader, article):
    branches = make_branches(article, 5)
    Comment.objects.filter(pk=branches[0].pk).update(created_at=THEN + timedelta(seconds=1))
    assert ids_on(look(reader, article)) == pks([*branches[1:], branches[0]])


def test_a_page_of_comments_leads_back_to_the_first_in_the_same_order(reader, article):
    branches = make_branches(article, 30)
    for sort, query in {"": "", "newest": "?sort=newest"}.items():
        page = Page(look(reader, article, sort=sort, after=branches[15].pk))
        assert page.one("a.ways__back")["href"] == f"{article.get_absolute_url()}{query}#comments"


def test_gaps_without_replies_take_no_room(reader, article):
    make_branches(article, 50, state="removed")
    shown = make_branches(article, 2)
    assert ids_on(look(reader, article)) == pks(shown)


def test_a_page_goes_on_after_a_comment_that_was_removed_meanwhile(reader, article):
    branches = make_branches(article, 30)
    moderation.remove(Comment.objects.get(pk=branches[19].pk), by=None)
    assert ids_on(look(reader, article, after=branches[19].pk))[0] == branches[20].pk


@pytest.mark.parametrize("name", ["after", "branch", "comment", "reply", "sent", "sort"])
def test_what_means_nothing_is_passed_over(reader, article, name):
    """S23."""
    make_branches(article, 2)
    plain = look(reader, article).content
    pages = {typed[:20]: look(reader, article, **{name: typed}) for typed in GARBAGE}
    assert len(pages) == len(GARBAGE)
    assert [typed for typed, page in pages.items() if (page.status_code, page.content) != (200, plain)] == []


def test_several_of_one_and_bytes_that_are_no_text_are_passed_over(reader, article):
    make_comment(article)
    page = reader.get(article.get_absolute_url() + "?after=%FF&after=x&reply=%ED%A0%80&sent=%00&sent&branch=%00")
    assert page.status_code == 200


def test_the_number_of_what_readers_do_not_see_answers_as_one_that_is_none(reader, article):
    """S20: byte for byte, whether it begins a branch, answers in one or stands under another article."""
    above = make_branches(article, 25)[0]
    unseen = {
        f"{state}, {'a reply' if parent else 'a branch'}": make_comment(article, state=state, parent=parent).pk
        for state in ("held", "rejected", "spam", "removed")
        for parent in (None, above)
    }
    unseen |= {"elsewhere": make_comment().pk, "none": 10**9}
    plain = look(reader, article).content

    def faults(name):
        return [
            f"{name}: {which}" for which, pk in unseen.items() if look(reader, article, **{name: pk}).content != plain
        ]

    assert [fault for name in ("branch", "comment", "reply") for fault in faults(name)] == []
    # What has been public keeps its place for who reads on from there.
    Comment.objects.filter(pk__in=unseen.values(), thread__article=article).update(published_at=None)
    assert faults("after") == []


def test_every_number_from_one_on_shows_only_what_was_approved(reader, article):
    """S20."""
    for state in ("held", "rejected", "spam", "approved", "removed"):
        make_comment(article, state=state, text=f"This was {state}.")
    for pk in range(Comment.objects.count() + 2):
        for name in ("after", "branch", "comment", "reply", "c", "id"):
            assert not re.search("This was (held|rejected|spam|removed)", look(reader, article, **{name: pk}).text)


@pytest.mark.parametrize("asked", [{"sort": "newest"}, {"after": 1}, {"branch": 1}, {"comment": 1}])
def test_every_way_of_reading_can_be_kept_by_a_cache_and_is_the_same_story(reader, article, asked):
    page = look(reader, article, **asked)
    assert page["Cache-Control"] == "public, max-age=0, s-maxage=30"
    assert f'<link rel="canonical" href="http://testserver{article.get_absolute_url()}">' in page.text


# Branches


def test_a_branch_shows_its_first_replies_and_how_many_more_there_are(reader, article):
    root = make_branches(article, 1)[0]
    replies = make_replies(root, FIRST_REPLIES + 1)
    page = look(reader, article)
    assert ids_on(page) == pks([root, *replies[:FIRST_REPLIES]])
    assert Page(page).one(".branch__more a").text == "1 more reply to Ama Tan"


def test_a_branch_that_fits_says_nothing_of_more(reader, article):
    make_replies(make_branches(article, 1)[0], FIRST_REPLIES)
    assert not Page(look(reader, article)).has(".branch__more")


def test_the_rest_of_a_branch_is_read_page_by_page_below_its_beginning(reader, article):
    """S23."""
    root = make_branches(article, 2)[0]
    replies = make_replies(root, FIRST_REPLIES + 2 * REPLIES + 7)
    pages = follow(reader, article.get_absolute_url(), ".branch__more a")[1:]
    assert [len(ids_on(page)) for page in pages] == [1 + REPLIES, 1 + REPLIES, 1 + 7]
    assert [ids_on(page)[0] for page in pages] == [root.pk] * 3
    assert [pk for page in pages for pk in ids_on(page)[1:]] == pks(replies[FIRST_REPLIES:])


def test_a_reply_whose_question_is_on_another_page_names_and_links_it(reader, article):
    root = make_branches(article, 1)[0]
    asked = make_replies(root, 1, name="Bo Lind")[0]
    make_replies(root, 5)
    answer = make_replies(root, 1, parent=asked)[0]
    page = Page(look(reader, article, branch=root.pk, after=answer.pk - 1))
    assert page.texts(".comment__to") == ["In reply to Bo Lind"]
    address = f"{article.get_absolute_url()}?comment={asked.pk}#comment-{asked.pk}"
    assert page.one(".comment__to a")["href"] == address


def test_a_reply_to_what_has_gone_names_nobody(reader, article):
    root = make_branches(article, 1)[0]
    gone = make_replies(root, 1, name="Bo Lind", state="removed")[0]
    answer = make_replies(root, 1, parent=gone)[0]
    page = look(reader, article, comment=answer.pk)
    assert "Bo Lind" not in page.text
    assert ids_on(page) == [root.pk, gone.pk, answer.pk]


def test_a_branch_that_is_read_alone_leads_back_to_all_comments(reader, article):
    root = make_branches(article, 2)[0]
    replies = make_replies(root, 10)
    page = Page(look(reader, article, branch=root.pk, after=replies[4].pk))
    assert [link["href"] for link in page.all(".ways a")] == [
        f"{article.get_absolute_url()}#comments",
        f"{article.get_absolute_url()}?branch={root.pk}#comments",
    ]
    assert len(Page(look(reader, article, branch=root.pk)).all(".ways a")) == 1


def test_a_reply_of_another_branch_marks_no_place_in_this(reader, article):
    one, other = make_branches(article, 2)
    replies, stray = make_replies(one, 3), make_replies(other, 1)[0]
    assert ids_on(look(reader, article, branch=one.pk, after=stray.pk)) == pks([one, *replies])


# A comment's own address


def test_the_time_of_a_comment_is_its_address(reader, article):
    comment = make_comment(article)
    assert Page(look(reader, article)).one("a.comment__time")["href"] == comment.get_absolute_url()
    assert ids_on(reader.get(comment.get_absolute_url())) == [comment.pk]


def test_a_comments_address_shows_what_it_answers_and_what_followed(reader, article):
    make_branches(article, 30)
    root = make_branches(article, 1)[0]
    replies = make_replies(root, 20)
    subject = make_replies(root, 1, parent=replies[7], **at(1))[0]
    later = make_replies(root, 2, **at(2))
    page = look(reader, article, comment=subject.pk)
    assert ids_on(page) == pks([root, replies[7], subject, *later])
    links = [link["href"] for link in Page(page).all(".ways a")]
    assert f"{article.get_absolute_url()}?branch={root.pk}#comments" in links


def test_the_address_of_what_began_a_branch_shows_the_branch(reader, article):
    _other, root = make_branches(article, 2)
    replies = make_replies(root, FIRST_REPLIES + 3)
    assert ids_on(look(reader, article, comment=root.pk)) == pks([root, *replies])


def test_the_address_of_a_gap_shows_the_replies_that_stand_under_it(reader, article):
    gap = make_branches(article, 1, state="removed")[0]
    reply = make_replies(gap, 1)[0]
    assert ids_on(look(reader, article, comment=gap.pk)) == [gap.pk, reply.pk]


# One's own comment


@pytest.mark.parametrize("state", ["held", "approved"])
def test_ones_own_reply_deep_in_a_branch_stands_in_its_place(reader, article, state):
    """S3: on the first page, though neither it nor what it answers belongs there; to its holder alone."""
    branches = make_branches(article, 30)
    replies = make_replies(branches[25], 20)
    own = make_comment(article, state=state, parent=replies[15], text="Mine alone.")
    page = reader.get(link_to(own))
    expected = pks([branches[25], *replies[:FIRST_REPLIES], replies[15], own])
    assert ids_on(page)[BRANCHES:] == expected
    assert f"{20 - FIRST_REPLIES - 1} more replies" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert "Mine alone." not in look(reader, article).text


# What it costs


@pytest.mark.parametrize("text", ["я" * 5000, "http://a.b\n" * 450, "<&>" * 1660], ids=["letters", "links", "marks"])
def test_a_page_of_the_longest_comments_stays_within_150_kilobytes(reader, article, text, monkeypatch):
    """S23: fewer stand on it then, and what is left out is reached as ever."""
    # All of them say the same, which is rendered once.
    monkeypatch.setattr(Comment, "rendered", staticmethod(cache(Comment.rendered)))
    for root in make_branches(article, BRANCHES + 1, text=text, name="Ж" * 60, website=f"https://{'a' * 180}.example"):
        make_replies(root, 5, text=text)
    for asked in ({}, {"branch": root.pk}, {"sort": "newest"}):
        assert len(look(reader, article, **asked).content) < 150_000
    pages = follow(reader, article.get_absolute_url(), "a[rel=next]")
    begun = {pk for page in pages for pk in ids_on(page)} & set(pks(Comment.objects.branches()))
    assert len(begun) == BRANCHES + 1


def test_a_full_page_stays_within_150_kilobytes(reader, article):
    """S23: as many comments of a usual length as a page can hold."""
    for root in make_branches(article, BRANCHES, text="word " * 80):
        make_replies(root, 30, text="word " * 80)
    assert len(look(reader, article).content) < 150_000


def test_a_page_costs_the_same_queries_however_long_the_thread(reader):
    """S23."""
    costs = {}
    for number in (3, 40):
        article = make_article()
        roots = make_branches(article, number)
        after, branch, comment = roots[0].pk, roots[1].pk, make_replies(roots[1], number)[0].pk
        for name, query in {
            "all": "",
            "by replies": "sort=replies",
            "after": f"after={after}",
            "branch": f"branch={branch}",
            "comment": f"comment={comment}",
        }.items():
            costs.setdefault(name, []).append(queries_of(reader, f"{article.get_absolute_url()}?{query}"))
    assert {name: cost for name, cost in costs.items() if not cost[0] == cost[1] <= 9} == {}


# {how a thread is read: the index that leads to its comments}.
PATHS = {
    "": "branches_by_age",
    "sort=newest": "branches_by_age",
    "sort=oldest": "branches_by_age",
    "sort=replies": "branches_by_replies",
    "after={0}": "branches_by_age",
    "sort=replies&after={0}": "branches_by_replies",
    "branch={0}": "replies_by_age",
    "branch={0}&after={1}": "replies_by_age",
    "comment={1}": "replies_by_age",
}


def test_neither_a_thread_nor_a_branch_is_read_or_sorted_whole(reader, article):
    """S23: whatever a page shows is found in an index, from the place on that the page begins at."""
    roots = make_branches(article, 300)
    replies = make_replies(roots[0], 300)
    look_at_tables()
    plans = {
        query: plan_of(reader, f"{article.get_absolute_url()}?{query.format(roots[0].pk, replies[0].pk)}")
        for query in PATHS
    }
    assert {query: plan for query, plan in plans.items() if PATHS[query] not in plan} == {}
    # In the words of SQLite; PostgreSQL reads and sorts tables as small as this one whole when it likes.
    assert {query: plan for query, plan in plans.items() if "SCAN comments_comment" in plan} == {}
    assert {query: plan for query, plan in plans.items() if query and "TEMP B-TREE" in plan} == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="in the words of SQLite")
def test_branches_with_picks_are_found_by_the_picks(reader, article):
    """However many branches a thread has, and however few of them a moderator picked something from."""
    roots = make_branches(article, 300)
    for number, root in enumerate(roots):
        root.created_at += number * timedelta(minutes=1)
    Comment.objects.bulk_update(roots, ["created_at"])
    Comment.objects.filter(pk=roots[200].pk).update(picked_at=timezone.now())
    look_at_tables()
    assert "SEARCH V0 USING INTEGER PRIMARY KEY (rowid=?)" in plan_of(reader, article.get_absolute_url())


def plan_of(reader, address):
    """Return how the database goes about the comments of a page."""
    with CaptureQueriesContext(connection) as queries:
        reader.get(address)
    (query,) = [each["sql"] for each in queries if "UNION ALL" in each["sql"] and "comments_comment" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {query}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
