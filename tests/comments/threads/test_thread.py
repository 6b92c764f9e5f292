"""What readers see of a thread, and what they do not."""

import re

import pytest
from django.test import RequestFactory

from articles.models import Article
from comments import moderation, posting, readers
from comments.templatetags.comments import comment_counts
from tests.comments.threads.branches import ids_on, look, make_branches, make_replies
from tests.factories import DAY, THEN, make_article, make_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

# {what became of a comment that readers had seen: what they read in its place}.
GAPS = {
    moderation.remove: "A moderator removed this comment.",
    moderation.mark_spam: "A moderator removed this comment.",
    moderation.hold: "A moderator is looking at this comment again.",
}


def test_a_deep_chain_is_a_page(reader, article):
    """S23."""
    comment = None
    for _ in range(4):
        comment = make_comment(article, parent=comment)
    assert len(ids_on(look(reader, article))) == 4


# Who sees what


@pytest.mark.parametrize("state", ["held", "rejected", "spam"])
def test_what_is_not_approved_is_not_on_the_page(reader, article, state):
    """S3, S20."""
    make_comment(article, state=state, text="Not for readers.", name="Ama Tan")
    page = look(reader, article).text
    assert "Not for readers." not in page
    assert "Ama Tan" not in page


@pytest.mark.parametrize(("verb", "words"), GAPS.items(), ids=lambda each: getattr(each, "__name__", None))
def test_what_is_taken_back_leaves_words_but_neither_its_own_nor_its_name(reader, article, verb, words):
    """S31: at once."""
    gone = make_comment(article, text="Taken back.", name="Ama Tan", website="https://ama.example")
    make_comment(article, parent=gone, text="Well said.")
    verb(gone, by=None)
    page = look(reader, article).text
    assert words in page
    assert "Well said." in page
    assert not re.search("Taken back|Ama Tan|ama.example", page)


def test_what_its_author_took_back_leaves_words(reader, article):
    gone = make_comment(article, text="I regret this.", name="Ama Tan")
    make_comment(article, parent=gone)
    readers.withdraw(gone)
    page = look(reader, article).text
    assert "Its author took this comment back." in page
    assert not re.search("I regret this|Ama Tan", page)


@pytest.mark.parametrize("verb", GAPS, ids=lambda verb: verb.__name__)
def test_without_replies_it_leaves_nothing(reader, article, verb):
    comment = make_comment(article)
    make_comment(article, parent=comment, state="held")
    verb(comment, by=None)
    page = look(reader, article)
    assert ids_on(page) == []
    assert "Nobody has commented yet." in page.text


def test_what_is_approved_again_is_back_in_its_place(reader, article):
    first, second = make_comment(article), make_comment(article)
    moderation.hold(first, by=None)
    moderation.approve(first, by=None)
    assert ids_on(look(reader, article)) == [first.pk, second.pk]


def test_a_gap_within_a_branch_goes_with_what_stood_under_it(reader, article):
    begun = make_comment(article)
    gone = make_comment(article, parent=begun)
    last = make_comment(article, parent=gone)
    moderation.remove(gone, by=None)
    assert ids_on(look(reader, article)) == [begun.pk, gone.pk, last.pk]
    moderation.remove(last, by=None)
    assert ids_on(look(reader, article)) == [begun.pk]


def test_the_comments_of_another_article_are_not_here(reader, article):
    make_comment()
    assert ids_on(look(reader, article)) == []


def test_a_withdrawn_article_takes_its_comments_with_it(reader, article):
    """S21: wherever one asks for them."""
    comment = make_comment(article, text="I was there.")
    Article.objects.update(withdrawn_at=THEN + DAY)
    for asked in ({}, {"sort": "newest"}, {"comment": comment.pk}, {"branch": comment.pk}):
        page = look(reader, article, **asked)
        assert page.status_code == 410
        assert "I was there." not in page.text


@pytest.mark.parametrize("cookies", [{"theme": "dark"}, {"sessionid": "x" * 32}, {"csrftoken": "y" * 32}])
def test_the_page_is_the_same_for_every_reader(reader, article, cookies):
    """S15: whatever cookies they send; it sets none, and holds no token of anyone's."""
    make_comment(article)
    plain = look(reader, article)
    reader.cookies.load(cookies)
    page = look(reader, article)
    assert page.content == plain.content
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.text


def test_one_address_leaves_the_same_traces_as_two(reader):
    """S1: nothing on the page of a comment depends on the address that it was sent from."""
    pages = []
    for address in ("ama@example.org", "ama@example.org", "other@example.org"):
        comment = make_comment(text="The same words.", address=address)
        page = look(reader, comment.thread.article).text
        thread = page[page.index('<section class="thread ') : page.index('<section class="reply"')]
        pages.append(re.sub(r"\d+", "…", thread))
    assert pages[0] == pages[1] == pages[2]


def test_marks_in_a_name_are_text_and_letters_of_both_directions_stay_apart(reader, article):
    """S14, S24."""
    make_comment(article, name='"><img src=x onerror=alert(1)>', website='https://a.example/"onclick="x')
    page = look(reader, article)
    assert "<img src=x" not in page.text
    assert 'onclick="x' not in page.text
    assert re.search(r'<h3 class="comment__name"><bdi>', page.text)
    assert '<div class="comment__text" dir="auto">' in page.text
    assert "default-src 'self'" in page["Content-Security-Policy"]


def test_a_commenters_link_is_not_the_papers(reader, article):
    """S32: in the name as in the text; and what strangers say is no summary of the article."""
    make_comment(article, website="https://ama.example/", text="See https://ferry.example/times for yourself.")
    page = Page(look(reader, article))
    links = [link for link in page.all("article.comment a") if link["href"].startswith("http")]
    assert [link["href"] for link in links] == ["https://ama.example/", "https://ferry.example/times"]
    assert {link["rel"] for link in links} == {"ugc nofollow noopener noreferrer"}
    assert page.has("section.thread[data-nosnippet]")


# What a comment wears


def test_staff_wear_a_badge_and_readers_none(reader, article, reporter):
    make_comment(article)
    for badge in ("author", "staff"):
        posting.receive_from_staff(article, user=reporter, badge=badge, name="Ada Quayle", text=f"I am the {badge}.")
    assert Page(look(reader, article)).texts(".comment__badge") == ["Author", "Newsroom"]


def test_a_pick_says_so_until_it_is_taken_back(reader, article, moderator):
    comment, reply = (make_comment(article) for _ in range(2))
    reply = make_comment(article, parent=comment)
    moderation.pick(comment, by=moderator)
    moderation.pick(reply, by=moderator)
    assert Page(look(reader, article)).texts(".comment__pick") == ["Newsroom pick", "Newsroom pick"]
    moderation.unpick(comment, by=moderator)
    assert Page(look(reader, article)).texts(".comment__pick") == ["Newsroom pick"]


def test_an_approved_edit_says_that_readers_saw_another_wording(reader, article):
    """S18."""
    comment = make_comment(article)
    readers.edit(comment, "As I meant it.")
    assert not Page(look(reader, article)).has(".comment__edited")
    moderation.approve(comment, by=None)
    assert Page(look(reader, article)).texts(".comment__edited") == ["edited"]


@pytest.mark.parametrize("state", ["held", "removed", "approved"])
def test_a_link_to_reply_names_only_who_can_be_seen(reader, article, state):
    """S20."""
    comment = make_comment(article, state=state, name="Ama Tan")
    page = look(reader, article, reply=comment.pk).text
    assert ("<bdi data-reply-name>Ama Tan</bdi>" in page) == (state == "approved")


def test_a_closed_thread_is_read_without_links_to_reply(reader, article):
    comment = make_comment(article)
    type(comment.thread).objects.update(policy="closed")
    page = Page(look(reader, article))
    assert page.has("article.comment")
    assert not page.has("[data-reply]")


# Numbers


def test_the_page_counts_what_readers_see(reader, article):
    for state in ("approved", "approved", "held", "spam", "rejected", "removed"):
        make_comment(article, state=state)
    assert Page(look(reader, article)).one("h2.thread__heading").text == "2 comments"


def test_counts_are_of_approved_comments_in_one_query(article, django_assert_num_queries):
    quiet, busy = make_article(), make_article()
    make_comment(quiet, state="held")
    make_comment(busy), make_comment(busy)
    page = {"request": RequestFactory().get("/")}
    with django_assert_num_queries(1):
        assert comment_counts(page, [article, quiet, busy]) == {busy.pk: 2}


def test_a_thread_of_thirty_costs_as_many_queries_as_one_of_three(reader):
    costs = []
    for number in (0, 3, 30):
        article = make_article()
        for comment in make_branches(article, number):
            make_replies(comment, 6)
        costs.append(queries_of(reader, article.get_absolute_url()))
    assert max(costs) == costs[1] == costs[2] <= 8
