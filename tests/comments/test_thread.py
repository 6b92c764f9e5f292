"""What readers see of a thread: order, nesting, gaps, pages and numbers."""

import re
import time
from datetime import timedelta

import pytest

from articles.models import Article
from comments import moderation
from comments.models import Comment, Commenter, Thread
from comments.templatetags.comments import comment_counts
from comments.thread_page import BRANCHES, thread_page
from comments.tree import DEEPEST, arrange
from tests.factories import DAY, THEN, make_article, make_comment
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    return make_article()


def make_branches(article, number, **fields):
    """Put so many approved comments under an article, all of one moment."""
    thread = Thread.objects.get_or_create(article=article)[0]
    fields = {
        "thread": thread,
        "commenter": Commenter.objects.with_address("a@example.org"),
        "state": "approved",
    } | fields
    first = Comment.objects.count()
    made = [
        Comment(name="Ama Tan", text=f"Comment {n}", digest=f"{n}", created_at=THEN, **fields)
        for n in range(first, first + number)
    ]
    Thread.objects.filter(pk=thread.pk).update(approved_count=number)
    return Comment.objects.bulk_create(made)


def ids_on(page):
    return [int(pk) for pk in re.findall(r'id="comment-(\d+)"', page.text)]


def outline(nodes):
    """Return nodes as nested lists: [comment, [replies]]."""
    return [[node.comment, outline(node.replies)] for node in nodes]


def unsaved(pk, parent=None, state="approved"):
    return Comment(pk=pk, parent_id=parent, state=state)


# Order and nesting


def test_replies_stand_under_what_they_answer_oldest_first():
    one, two, three, four = unsaved(1), unsaved(2), unsaved(3, parent=1), unsaved(4, parent=1)
    assert outline(arrange([one, two, three, four])) == [[one, [[three, []], [four, []]]], [two, []]]


def test_a_reply_to_what_is_not_there_stands_on_its_own():
    orphan = unsaved(2, parent=1)
    assert outline(arrange([orphan])) == [[orphan, []]]


def test_beyond_the_deepest_level_replies_stand_below_one_another():
    chain = [unsaved(1), *(unsaved(pk, parent=pk - 1) for pk in range(2, 10))]
    nodes = arrange(chain)
    while nodes[0].replies:
        nodes = nodes[0].replies
    assert [node.comment.pk for node in nodes] == list(range(DEEPEST + 1, 10))
    assert {node.depth for node in nodes} == {DEEPEST}


def test_a_removed_comment_is_a_gap_while_a_reply_stands_under_it():
    removed, reply = unsaved(1, state="removed"), unsaved(2, parent=1)
    assert outline(arrange([removed, reply])) == [[removed, [[reply, []]]]]


def test_a_removed_comment_goes_with_the_last_reply_to_it():
    above, gap, last = unsaved(1), unsaved(2, parent=1, state="removed"), unsaved(3, parent=2, state="removed")
    assert outline(arrange([above, gap, last])) == [[above, []]]


@pytest.mark.parametrize("state", ["approved", "removed"])
def test_a_chain_of_five_thousand_replies_is_a_long_list(state):
    """S23: no recursion, and no work that grows with the square."""
    chain = [unsaved(1), *(unsaved(pk, parent=pk - 1, state=state) for pk in range(2, 5001))]
    began = time.process_time()
    nodes = arrange(chain)
    assert time.process_time() - began < 1
    assert nodes[0].comment.pk == 1


def test_a_wide_branch_of_removed_replies_is_quickly_gone():
    """S23."""
    wide = [unsaved(1), *(unsaved(pk, parent=1, state="removed") for pk in range(2, 5001))]
    began = time.process_time()
    assert outline(arrange(wide)) == [[wide[0], []]]
    assert time.process_time() - began < 1


def test_a_deep_chain_is_a_page(reader, article):
    """S23."""
    comment = None
    for _ in range(12):
        comment = make_comment(article, parent=comment)
    assert len(ids_on(reader.get(article.get_absolute_url()))) == 12


# Who sees what


@pytest.mark.parametrize("state", ["held", "rejected", "spam"])
def test_what_is_not_approved_is_not_on_the_page(reader, article, state):
    """S3, S20."""
    make_comment(article, state=state, text="Not for readers.", name="Ama Tan")
    page = reader.get(article.get_absolute_url()).text
    assert "Not for readers." not in page
    assert "Ama Tan" not in page


def test_a_removed_comment_leaves_neither_name_nor_words(reader, article):
    removed = make_comment(article, text="Taken back.", name="Ama Tan", website="https://ama.example")
    make_comment(article, parent=removed, text="Well said.")
    moderation.remove(removed, by=None)
    page = reader.get(article.get_absolute_url()).text
    assert "A moderator removed this comment." in page
    assert "Well said." in page
    assert not re.search("Taken back|Ama Tan|ama.example", page)


def test_a_removed_comment_without_replies_leaves_nothing(reader, article):
    make_comment(article, state="removed")
    page = reader.get(article.get_absolute_url())
    assert ids_on(page) == []
    assert "Nobody has commented yet." in page.text


def test_the_comments_of_another_article_are_not_here(reader, article):
    make_comment()
    assert ids_on(reader.get(article.get_absolute_url())) == []


def test_a_withdrawn_article_takes_its_comments_with_it(reader, article):
    """S21."""
    make_comment(article, text="I was there.")
    Article.objects.update(withdrawn_at=THEN + DAY)
    assert "I was there." not in reader.get(article.get_absolute_url()).text


@pytest.mark.parametrize("cookies", [{"theme": "dark"}, {"sessionid": "x" * 32}, {"csrftoken": "y" * 32}])
def test_the_page_is_the_same_for_every_reader(reader, article, cookies):
    """S15: whatever cookies they send; it sets none, and holds no token of anyone's."""
    make_comment(article)
    plain = reader.get(article.get_absolute_url())
    reader.cookies.load(cookies)
    page = reader.get(article.get_absolute_url())
    assert page.content == plain.content
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert "csrfmiddlewaretoken" not in page.text


def test_one_address_leaves_the_same_traces_as_two(reader):
    """S1: nothing on the page of a comment depends on the address that it was sent from."""
    pages = []
    for address in ("ama@example.org", "ama@example.org", "other@example.org"):
        comment = make_comment(text="The same words.", address=address)
        page = reader.get(comment.thread.article.get_absolute_url()).text
        thread = page[page.index('<section class="thread"') : page.index('<section class="reply"')]
        pages.append(re.sub(r"\d+", "…", thread))
    assert pages[0] == pages[1] == pages[2]


def test_marks_in_a_name_are_text_and_letters_of_both_directions_stay_apart(reader, article):
    """S14, S24."""
    make_comment(article, name='"><img src=x onerror=alert(1)>', website='https://a.example/"onclick="x')
    page = reader.get(article.get_absolute_url())
    assert "<img src=x" not in page.text
    assert 'onclick="x' not in page.text
    assert re.search(r'<h3 class="comment__name"><bdi>', page.text)
    assert '<div class="comment__text" dir="auto">' in page.text
    assert "default-src 'self'" in page["Content-Security-Policy"]


def test_a_commenters_link_is_not_the_papers(reader, article):
    """S32."""
    make_comment(article, website="https://ama.example/")
    page = reader.get(article.get_absolute_url()).text
    assert '<a href="https://ama.example/" rel="ugc nofollow noopener noreferrer">' in page


# Pages


def follow_pages(reader, article):
    """Return the ids on each page, going on as long as a page says that there are more."""
    pages, address = [], article.get_absolute_url()
    while address:
        page = reader.get(address)
        pages.append(ids_on(page))
        more = re.search(r'<a rel="next" href="([^"#]+)#comments"', page.text)
        address = more and more[1]
    return pages


@pytest.mark.parametrize(("number", "sizes"), [(0, [0]), (50, [50]), (51, [50, 1]), (120, [50, 50, 20])])
def test_a_long_thread_is_cut_into_pages_without_a_gap(reader, article, number, sizes):
    """S23: also when all were sent at the same moment."""
    comments = make_branches(article, number)
    pages = follow_pages(reader, article)
    assert [len(page) for page in pages] == sizes
    assert [pk for page in pages for pk in page] == [comment.pk for comment in comments]


def test_replies_stay_with_their_branch(reader, article):
    branches = make_branches(article, 60)
    late = make_comment(article, parent=branches[0])
    pages = follow_pages(reader, article)
    assert pages[0][:2] == [branches[0].pk, late.pk]
    assert late.pk not in pages[1]


def test_a_page_of_comments_leads_back_to_the_first(reader, article):
    branches = make_branches(article, 60)
    page = reader.get(article.get_absolute_url(), {"after": branches[49].pk}).text
    assert f'<a href="{article.get_absolute_url()}#comments">First comments</a>' in page


def test_a_page_of_gaps_does_not_say_that_nobody_commented(reader, article):
    branches = make_branches(article, 60)
    Comment.objects.filter(pk__in=[branch.pk for branch in branches[:50]]).update(state="removed")
    page = reader.get(article.get_absolute_url())
    assert ids_on(page) == []
    assert "Nobody has commented yet." not in page.text
    assert 'rel="next"' in page.text


def test_a_page_goes_on_after_a_comment_that_was_removed_meanwhile(reader, article):
    branches = make_branches(article, 60)
    moderation.remove(branches[49], by=None)
    assert ids_on(reader.get(article.get_absolute_url(), {"after": branches[49].pk}))[0] == branches[50].pk


GARBAGE = ["", "0", "-1", "x", "1.5", "٣", "9" * 18, "9" * 19, "9" * 5000, "\x00", "1 OR 1=1", "é:٣:x", "\U0010ffff"]


@pytest.mark.parametrize("typed", GARBAGE)
def test_what_means_nothing_is_passed_over(reader, article, typed):
    make_comment(article)
    plain = reader.get(article.get_absolute_url()).content
    for name in ("after", "reply", "sent"):
        page = reader.get(article.get_absolute_url(), {name: typed})
        assert (page.status_code, page.content) == (200, plain)


def test_several_of_one_and_bytes_that_are_no_text_are_passed_over(reader, article):
    make_comment(article)
    page = reader.get(article.get_absolute_url() + "?after=%FF&after=x&reply=%ED%A0%80&sent=%00&sent")
    assert page.status_code == 200


def test_a_comment_of_another_article_marks_no_page_here(reader, article):
    make_comment(article)
    page = reader.get(article.get_absolute_url(), {"after": make_comment().pk})
    assert len(ids_on(page)) == 1


@pytest.mark.parametrize("state", ["held", "removed", "approved"])
def test_a_link_to_reply_names_only_who_can_be_seen(reader, article, state):
    """S20."""
    comment = make_comment(article, state=state, name="Ama Tan")
    page = reader.get(article.get_absolute_url(), {"reply": comment.pk}).text
    assert ("<bdi data-reply-name>Ama Tan</bdi>" in page) == (state == "approved")


# Numbers


def test_the_page_counts_what_readers_see(reader, article):
    for state in ("approved", "approved", "held", "spam", "rejected", "removed"):
        make_comment(article, state=state)
    assert re.search(r'id="thread-heading"[^>]*>\s*2 comments\s*<', reader.get(article.get_absolute_url()).text)


def test_counts_are_of_approved_comments_in_one_query(article, django_assert_num_queries):
    quiet, busy = make_article(), make_article()
    make_comment(quiet, state="held")
    make_comment(busy), make_comment(busy)
    with django_assert_num_queries(1):
        assert comment_counts([article, quiet, busy]) == {busy.pk: 2}


def test_a_thread_of_thirty_costs_as_many_queries_as_one_of_three(reader):
    costs = []
    for number in (3, 30):
        article = make_article()
        for comment in make_branches(article, number):
            make_comment(article, parent=make_comment(article, parent=comment))
        costs.append(queries_of(reader, article.get_absolute_url()))
    assert costs[0] == costs[1] <= 8


def test_a_thread_itself_costs_two_queries(article, django_assert_num_queries):
    make_comment(article, parent=make_comment(article))
    with django_assert_num_queries(2):
        assert len(thread_page(article).nodes) == 1


def test_comments_of_one_moment_keep_the_order_they_came_in(article):
    branches = make_branches(article, BRANCHES)
    Comment.objects.filter(pk=branches[0].pk).update(created_at=THEN + timedelta(seconds=1))
    order = [node.comment.pk for node in thread_page(article).nodes]
    assert order == [branch.pk for branch in [*branches[1:], branches[0]]]
