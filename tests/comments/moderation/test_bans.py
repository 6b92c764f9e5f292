"""Keep an author from commenting, for a time or for good, and take that back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import Ban, Comment, Commenter
from comments.moderation import bans
from comments.tokens import Purpose, page_of
from tests.comments.posting.replies import TYPED, post_reply
from tests.factories import DAY, make_article, make_comment
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

REASON = "Three insults in a row."
ADDRESS = "petra@example.org"


@pytest.fixture
def comment(db):
    return make_comment(address=ADDRESS, network="n1", state="held")


def ban_page(comment):
    return reverse("admin:comments_ban_commenter", args=[comment.pk])


def sent(**overrides):
    return {"whom": "address", "how_long": "7", "reason": REASON} | overrides


# The verbs


def test_a_ban_of_an_address_holds_what_comes_from_it(comment, moderator):
    made = bans.ban(comment, by=moderator, reason=REASON)
    again = make_comment(address=ADDRESS, state="held")
    assert "banned" in again.mark_list
    assert (made.commenter, made.network, made.until, made.made_by) == (comment.commenter, "", None, moderator)


def test_a_ban_of_a_network_tells_whoever_posts_from_there(moderator):
    article = make_article()
    client = Client(REMOTE_ADDR="203.0.113.50")
    post_reply(client, article)
    bans.ban(Comment.objects.get(), by=moderator, reason=REASON, of_network=True)
    refusal = post_reply(client, article, text="Again.")
    assert (refusal.status_code, Comment.objects.count()) == (403, 1)
    assert REASON in refusal.text
    assert post_reply(Client(REMOTE_ADDR="203.0.113.51"), article, text="Elsewhere.").status_code == 303


@pytest.mark.parametrize("until", [None, 400 * DAY])
def test_a_ban_of_a_network_ends_after_thirty_days(comment, moderator, until):
    at = timezone.now()
    made = bans.ban(comment, by=moderator, reason=REASON, of_network=True, until=until and at + until, at=at)
    assert made.until == at + timedelta(days=30)


def test_a_commenter_is_banned_without_a_comment(comment, moderator):
    made = bans.ban(comment.commenter, by=moderator, reason=REASON, until=timezone.now() + DAY)
    assert (made.commenter, made.comment) == (comment.commenter, None)


def test_the_banned_author_reads_of_it_at_their_link(comment, moderator, reader):
    bans.ban(comment, by=moderator, reason=REASON)
    assert REASON in reader.get(page_of(Purpose.COMMENT, comment)).text


def test_sent_twice_a_ban_is_one_with_the_last_terms(comment, moderator, administrator):
    first = bans.ban(comment, by=moderator, reason=REASON, until=timezone.now() + DAY)
    second = bans.ban(comment, by=administrator, reason="For good now.")
    assert first == second == Ban.objects.get()
    assert (second.reason, second.until, second.made_by) == ("For good now.", None, administrator)


@pytest.mark.django_db(transaction=True)
def test_two_bans_at_the_same_moment_are_one(moderator):
    comment, together = make_comment(network="n1"), Barrier(4)

    def send(_number):
        together.wait()
        try:
            bans.ban(comment, by=moderator, reason=REASON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    assert Ban.objects.count() == 1


def test_a_lifted_ban_meets_nobody_and_is_lifted_once(comment, moderator, administrator):
    made = bans.ban(comment, by=moderator, reason=REASON)
    assert [bans.lift(made, by=administrator), bans.lift(made, by=moderator)] == [True, False]
    assert (made.lifted_by, made.is_in_force) == (administrator, False)
    assert "banned" not in make_comment(address=ADDRESS, state="held").mark_list


@pytest.mark.parametrize("forgotten", ["commenter", "address"])
def test_nobody_is_banned_who_is_not_known_any_more(comment, moderator, forgotten):
    if forgotten == "commenter":
        Comment.objects.update(commenter=None)
    else:
        Commenter.objects.update(address=None, address_hash=None)
    with pytest.raises(bans.NobodyToBan):
        bans.ban(Comment.objects.get(), by=moderator, reason=REASON)


def test_who_may_not_moderate_bans_nobody_and_lifts_nothing(comment, editor, moderator):
    with pytest.raises(PermissionDenied):
        bans.ban(comment, by=editor, reason=REASON)
    made = bans.ban(comment, by=moderator, reason=REASON)
    with pytest.raises(PermissionDenied):
        bans.lift(made, by=editor)


# At the desk


@pytest.mark.parametrize(("how_long", "days"), [("1", 1), ("7", 7), ("30", 30), ("for good", None)])
def test_a_moderator_bans_from_the_page_of_a_comment(comment, moderator, desk, how_long, days):
    browser = desk(moderator)
    assert ban_page(comment) in browser.get(reverse("admin:comments_comment_change", args=[comment.pk])).text
    answer = browser.post(ban_page(comment), sent(how_long=how_long))
    made = Ban.objects.get()
    assert answer.status_code == 302
    assert (made.reason, made.comment, made.commenter) == (REASON, comment, comment.commenter)
    assert (made.until and round((made.until - made.begins_at) / DAY)) == days
    assert LogEntry.objects.get().user == moderator


def test_a_network_cannot_be_banned_for_good(comment, moderator, desk):
    refusal = desk(moderator).post(ban_page(comment), sent(whom="network", how_long="for good"))
    assert refusal.status_code == 422
    assert "thirty days at most" in refusal.text
    assert REASON in refusal.text
    assert not Ban.objects.exists()


def test_a_ban_without_a_reason_is_given_back(comment, moderator, desk):
    refusal = desk(moderator).post(ban_page(comment), sent(reason=" "))
    assert (refusal.status_code, Ban.objects.count()) == (422, 0)
    assert "Whoever is banned is told why." in refusal.text


def test_where_nothing_is_known_of_the_author_the_page_says_so(comment, moderator, desk):
    Comment.objects.update(commenter=None, network="")
    assert "There is nobody to ban" in desk(moderator).get(ban_page(comment)).text


def test_what_may_be_banned_shows_neither_address_nor_network(comment, moderator, desk):
    """E17."""
    page = desk(moderator).get(ban_page(comment)).text
    assert comment.commenter.pseudonym in page
    assert ADDRESS not in page
    assert ">n1<" not in page


def test_a_moderator_lifts_a_ban(comment, moderator, desk):
    made, browser = bans.ban(comment, by=moderator, reason=REASON), desk(moderator)
    assert "Lift this ban" in browser.get(reverse("admin:comments_ban_change", args=[made.pk])).text
    answers = [browser.post(reverse("admin:comments_ban_lift", args=[made.pk])) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert not Ban.objects.get().is_in_force
    assert LogEntry.objects.count() == 1


def test_a_moderator_lifts_many_from_the_list(comment, moderator, desk):
    made = [bans.ban(each, by=moderator, reason=REASON) for each in (comment, make_comment())]
    sent_form = {"action": "lift_them", "_selected_action": [each.pk for each in made]}
    answer = desk(moderator).post(reverse("admin:comments_ban_changelist"), sent_form, follow=True)
    assert "2 bans are lifted." in answer.text
    assert not Ban.objects.in_force().exists()


def test_the_list_of_bans_takes_the_same_queries_for_three_and_for_thirty(moderator, desk):
    browser, address = desk(moderator), reverse("admin:comments_ban_changelist")
    browser.get(address)
    article, seen = make_article(), []
    for number in (3, 27):
        for _ in range(number):
            bans.ban(make_comment(article), by=moderator, reason=REASON)
        seen.append(queries_of(browser, address))
    assert seen[0] == seen[1] <= 8


def test_only_who_moderates_sees_bans(comment, reporter, editor, moderator, desk):
    made = bans.ban(comment, by=moderator, reason=REASON)
    pages = [reverse("admin:comments_ban_changelist"), ban_page(comment)]
    pages.append(reverse("admin:comments_ban_change", args=[made.pk]))
    for user, status in ((reporter, 403), (editor, 403), (moderator, 200)):
        assert {desk(user).get(page).status_code for page in pages} == {status}


def test_a_stranger_with_the_same_address_is_not_told(comment, moderator, reader):
    """S11: whoever only types a banned address is answered as anyone is."""
    bans.ban(comment, by=moderator, reason=REASON)
    answer = post_reply(reader, make_article(), email=ADDRESS)
    assert answer.status_code == 303
    assert REASON not in reader.get(answer["Location"]).text
    assert Comment.objects.filter(text=TYPED["text"]).exists()
