"""The page of all that was sent with one address, for who showed that it is theirs."""

import json

import pytest
from django.utils import timezone

from articles.models import Article
from comments import moderation
from comments.models import Ban, Comment, Commenter
from comments.readers.overview import ON_A_PAGE
from comments.tokens import Purpose, item_of, page_of, token_for
from tests.comments.posting.replies import OWN_PAGE, FormOnPage
from tests.comments.readers.links import (
    buttons_of,
    confirm_address,
    everything_kept,
    followed,
    look,
    press,
    press_with,
    route,
)
from tests.factories import DAY, THEN, make_article, make_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

ADDRESS = "ama@example.org"


@pytest.fixture
def mine(db):
    """A published comment of a reader who has shown that the address is theirs."""
    return confirm_address(make_comment(text="Mine, and proven.", address=ADDRESS))


@pytest.fixture
def sent(mine):
    """One that was sent with the same address, and nothing more is known."""
    return make_comment(state="held", text="Sent by someone.", address=ADDRESS)


@pytest.fixture
def ama(mine):
    return mine.commenter


def own_list(reader, commenter):
    return Page(look(reader, Purpose.READER, commenter))


def entry(reader, comment):
    page = own_list(reader, comment.commenter)
    return next(each for each in page.all("li") if each.attributes.get("id") == f"comment-{comment.pk}").text


# What it shows


def test_a_reader_sees_all_that_was_sent_with_their_address(reader, ama, mine, sent):
    make_comment(text="Hers.", address="bea@example.org")
    page = own_list(reader, ama)
    assert [each["id"] for each in page.all(".own__list li")] == [f"comment-{sent.pk}", f"comment-{mine.pk}"]
    assert "Hers." not in page.one("main").text


def test_what_came_without_proof_is_marked_so(reader, mine, sent):
    """S10."""
    assert "Sent with your address" in entry(reader, sent)
    assert "Sent with your address" not in entry(reader, mine)


def test_only_what_is_proven_leads_to_its_own_page(reader, ama, mine, sent):
    page = own_list(reader, ama)
    (link,) = [each["href"] for each in page.all("main a") if each["href"].startswith(route(Purpose.COMMENT))]
    assert item_of(Purpose.COMMENT, link.partition("key=")[2]) == mine


def test_each_says_how_it_stands(reader, mine, sent):
    moderation.reject(sent, by=None, reason="spam")
    assert "Not published" in entry(reader, sent)
    assert "Published" in entry(reader, mine)


def test_bans_in_force_are_told_with_reason_and_end(reader, ama):
    end = timezone.now() + DAY
    Ban.objects.create(commenter=ama, reason="Threats.", until=end)
    Ban.objects.create(commenter=ama, reason="Long ago.", until=timezone.now() - DAY)
    Ban.objects.create(network="abc", reason="A whole office.")
    (ban,) = own_list(reader, ama).all(".own__part--ban")
    assert "Threats." in ban.text
    assert str(end.year) in ban.text


def test_an_article_that_was_withdrawn_is_not_named(reader, ama, mine):
    """S21."""
    headline = mine.thread.article.headline
    Article.objects.update(withdrawn_at=THEN + DAY)
    assert headline not in own_list(reader, ama).one("main").text


def test_a_reader_of_whom_nothing_is_left_is_told_so(reader, ama):
    Comment.objects.all().delete()
    assert "No comments are kept" in own_list(reader, ama).one(".empty").text


def test_no_address_is_on_the_page(reader, ama, sent):
    """S13."""
    assert ADDRESS not in look(reader, Purpose.READER, ama).text


def test_the_list_is_paged_by_key(reader, ama, mine):
    article = make_article()
    comments = [make_comment(article, address=ADDRESS) for _ in range(ON_A_PAGE + 3)]
    first = own_list(reader, ama)
    assert len(first.all(".own__list li")) == ON_A_PAGE
    make_comment(article, address=ADDRESS)
    second = Page(reader.get(first.one("a[rel=next]")["href"]))
    shown = [each["id"] for each in second.all(".own__list li")]
    assert shown == [f"comment-{each.pk}" for each in (*comments[2::-1], mine)]


@pytest.mark.parametrize("before", ["x", "-1", "1.5", "9" * 30, ""])
def test_a_page_that_is_none_is_the_first(reader, ama, mine, before):
    page = reader.get(route(Purpose.READER), {"key": token_for(Purpose.READER, ama), "before": before})
    assert mine.text in page.text


def test_the_list_takes_the_same_queries_whatever_is_in_it(reader, ama, mine):
    few = queries_of(reader, page_of(Purpose.READER, ama))
    for _ in range(12):
        followed(confirm_address(make_comment(make_article(), address=ADDRESS)))
        make_comment(state="rejected", address=ADDRESS)
    assert queries_of(reader, page_of(Purpose.READER, ama)) == few <= 12


# One by one


def test_a_reader_says_that_a_comment_is_theirs(reader, ama, sent):
    press(reader, Purpose.READER, ama, "claim", comment=sent.pk)
    sent.refresh_from_db()
    assert sent.is_proven
    assert sent.is_held


def test_a_reader_says_that_a_comment_is_not_theirs(reader, ama, sent):
    """S10."""
    for _ in range(2):
        assert press(reader, Purpose.READER, ama, "disown", comment=sent.pk).status_code == 303
    sent.refresh_from_db()
    assert sent.is_withdrawn
    assert sent.decisions.count() == 1
    assert "I wrote it" not in entry(reader, sent)


def test_what_is_proven_is_not_disowned(reader, ama, mine):
    press(reader, Purpose.READER, ama, "disown", comment=mine.pk)
    assert Comment.objects.get().is_approved


@pytest.mark.parametrize("act", ["claim", "disown", "follow", "unfollow"])
@pytest.mark.parametrize("whose", ["another reader's", "nobody's", "none"])
def test_what_is_not_the_readers_is_out_of_their_reach(reader, ama, act, whose):
    """S4, S8, S20."""
    other = make_comment(address="bea@example.org")
    typed = {"another reader's": other.pk, "nobody's": 10**9, "none": "x"}[whose]
    before = everything_kept()
    answer = press(reader, Purpose.READER, ama, act, comment=typed, pace="each")
    assert answer.status_code == 404
    assert everything_kept() == before


def test_each_button_leads_to_its_act(reader, ama, mine, sent):
    followed(mine)
    acts = {
        "I wrote it": "claim",
        "I did not: remove it": "disown",
        "Stop the mail": "unfollow",
        "Stop all mail": "stop",
        "Take a copy": "copy",
        "End all links": "end-links",
        "Erase everything…": "erase",
    }
    on_page = buttons_of(look(reader, Purpose.READER, ama))
    assert on_page == {words: route(Purpose.READER, act) for words, act in acts.items()}
    followed(mine).delete()
    assert buttons_of(look(reader, Purpose.READER, ama))["Follow"] == route(Purpose.READER, "follow")


def test_a_button_leads_back_to_the_same_page_of_the_list(reader, ama, sent):
    answer = press(reader, Purpose.READER, ama, "claim", comment=sent.pk, before=sent.pk + 1)
    assert f"&before={sent.pk + 1}&" in answer["Location"]
    assert "counts for you" in reader.get(answer["Location"]).text


def test_following_needs_no_second_mail_from_here(reader, ama, mine, mailoutbox):
    """The link to this page came by mail, and the button is the second word."""
    press(reader, Purpose.READER, ama, "follow", comment=mine.pk, pace="daily")
    assert mine.followings.get().is_in_force
    assert mine.followings.get().pace == "daily"
    press(reader, Purpose.READER, ama, "unfollow", comment=mine.pk)
    assert not mine.followings.get().is_in_force


def test_all_mail_is_stopped_at_once(reader, ama, mine):
    following = [followed(mine), followed(confirm_address(make_comment(address=ADDRESS)))]
    other = followed(confirm_address(make_comment(address="bea@example.org")))
    press(reader, Purpose.READER, ama, "stop")
    assert {each.stopped_at is None for each in following[0].commenter.followings.all()} == {False}
    other.refresh_from_db()
    assert other.is_in_force


# Commenting as a confirmed reader


def test_the_page_leads_to_its_articles_with_proof(reader, ama, mine):
    (link,) = [each["href"] for each in own_list(reader, ama).all("a") if "?as=" in each["href"]]
    address, _, proof = link.removesuffix("#reply").partition("?as=")
    assert address == mine.thread.article.get_absolute_url()
    assert item_of(Purpose.PROOF, proof.replace("%3A", ":")) == ama


def test_a_token_alone_proves_no_address_that_was_not_confirmed(reader):
    """S10."""
    stranger = make_comment().commenter
    page = own_list(reader, stranger)
    assert not [each for each in page.all("a") if "?as=" in each["href"]]
    assert not page.has("[data-proof]")


# All of it


def test_a_reader_ends_every_link_that_they_hold(reader, ama, mine, sent):
    """S5: that of a comment which anyone may have sent is not theirs to end."""
    tokens = {
        purpose: token_for(purpose, item)
        for purpose, item in [
            (Purpose.READER, ama),
            (Purpose.PROOF, ama),
            (Purpose.CONFIRM, ama),
            (Purpose.COMMENT, mine),
        ]
    }
    theirs = token_for(Purpose.COMMENT, sent)
    assert "Your links have ended" in press(reader, Purpose.READER, ama, "end-links").text
    assert [item_of(purpose, token) for purpose, token in tokens.items()] == [None] * 4
    assert item_of(Purpose.COMMENT, theirs) == sent


def test_links_that_stop_mail_go_on_working(reader, ama, mine):
    """RFC 8058: a mail program may press the button of an old mail."""
    token = token_for(Purpose.UNFOLLOW, followed(mine))
    press(reader, Purpose.READER, ama, "end-links")
    assert press_with(reader, Purpose.UNFOLLOW, token).status_code == 303
    assert not mine.followings.get().is_in_force


def test_a_reader_takes_a_copy_of_all_that_is_held_of_them(reader, ama, mine, sent):
    make_comment(text="Hers.", address="bea@example.org")
    before = everything_kept()
    answer = press(reader, Purpose.READER, ama, "copy")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="comments.json"'
    copy = json.loads(answer.content)
    assert copy["address"] == ADDRESS
    assert {each["text"] for each in copy["comments"]} == {mine.text, sent.text}
    assert everything_kept() == before


def test_a_reader_erases_everything_after_a_second_question(reader, ama, mine, sent):
    """S30."""
    reply = make_comment(mine.thread.article, parent=mine, text="I disagree.")
    before = everything_kept()
    question = press(reader, Purpose.READER, ama, "erase")
    assert "2 comments were sent with your address" in question.text
    assert everything_kept() == before
    form = FormOnPage(question)
    done = reader.post(form.action, form.fields, headers=OWN_PAGE)
    assert "all your links have ended" in done.text
    assert not Commenter.objects.filter(pk=ama.pk).exists()
    page = reader.get(mine.thread.article.get_absolute_url()).text
    assert reply.text in page
    assert mine.text not in page


def test_every_link_of_who_was_erased_opens_nothing(reader, ama, mine, sent):
    """S30."""
    wish = followed(mine)
    items = {Purpose.READER: ama, Purpose.CONFIRM: ama, Purpose.PROOF: ama, Purpose.COMMENT: mine}
    tokens = [(purpose, token_for(purpose, item)) for purpose, item in items.items()]
    tokens += [(purpose, token_for(purpose, wish)) for purpose in (Purpose.FOLLOW, Purpose.UNFOLLOW)]
    press(reader, Purpose.READER, ama, "erase", sure="yes")
    assert [item_of(purpose, token) for purpose, token in tokens] == [None] * 6


def test_erased_twice_is_erased_once(reader, ama):
    token = token_for(Purpose.READER, ama)
    answers = [press_with(reader, Purpose.READER, token, "erase", sure="yes") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 404]
