"""The page of one comment: its author sees how it stands and why, and changes, appeals or takes it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from comments import moderation, readers
from comments.models import Ban, Comment, Decision, HouseRule
from comments.tokens import Purpose, page_with, token_for
from tests.comments.posting.replies import FormOnPage
from tests.comments.readers.links import buttons_of, everything_kept, followed, look, press, route
from tests.factories import DAY, THEN, make_article, make_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

WRITTEN = "The dredger was never insured."
BETTER = "The dredger was insured until March."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def held(db):
    return make_comment(state="held", text=WRITTEN)


@pytest.fixture
def approved(db):
    return make_comment(text=WRITTEN)


def comment_page(reader, comment):
    return Page(look(reader, Purpose.COMMENT, comment))


def act(reader, comment, verb, **typed):
    """Press a button on a comment's page as it was when `comment` was read."""
    return press(reader, Purpose.COMMENT, comment, verb, **{"version": comment.version} | typed)


def status(reader, comment):
    return comment_page(reader, comment).one("section[aria-labelledby=status]").text


# How it stands


STANDS = {
    "held": "Waiting for a moderator",
    "approved": "Published",
    "rejected": "Not published",
    "spam": "Not published",
    "removed": "Removed",
}


@pytest.mark.parametrize(("state", "words"), STANDS.items())
def test_its_author_reads_how_it_stands(reader, state, words):
    assert status(reader, make_comment(state=state)).startswith(words)


def test_a_published_comment_is_linked_and_one_under_a_withdrawn_article_is_not(reader, approved):
    """S21."""
    assert comment_page(reader, approved).has(f"a[href={approved.get_absolute_url()}]")
    headline = approved.thread.article.headline
    Article.objects.update(withdrawn_at=THEN + DAY)
    page = comment_page(reader, approved)
    assert not page.has(f"a[href={approved.get_absolute_url()}]")
    assert headline not in page.one("main").text


def test_a_decision_is_explained_in_the_words_of_the_house_rules(reader, held):
    """E13: the reader's text comes from the house rules."""
    moderation.reject(held, by=None, reason="off topic", note="the usual crank")
    assert "not about the article" in status(reader, held)
    HouseRule.objects.create(reason="off topic", text="Stay with the harbour.")
    assert "Stay with the harbour." in status(reader, held)
    assert "crank" not in comment_page(reader, held).one("main").text


@pytest.mark.parametrize("reason", Decision.Reason)
def test_every_reason_has_words_before_the_paper_writes_its_own(reader, held, reason):
    moderation.reject(held, by=None, reason=reason)
    assert len(comment_page(reader, held).one(".own__reason").text) > 40


def test_a_filter_says_that_it_was_one(reader, held):
    moderation.decide("reject", held, who=moderation.RULE, reason="other", note="casino words")
    text = status(reader, held)
    assert "A filter of ours stopped it before anyone had read it." in text
    assert "casino" not in text


def test_a_reported_comment_that_was_hidden_says_so_and_not_who_reported_it(reader, approved):
    """S22."""
    moderation.decide("hold", approved, who=moderation.READERS)
    page = comment_page(reader, approved).one("main").text
    assert "Hidden for now" in page
    assert "report" not in page.lower()


def test_its_author_is_told_what_happened_and_not_by_whom(reader, held, moderator):
    moderator.username = "nellie.bly"
    moderator.save()
    moderation.reject(held, by=moderator, reason="spam")
    readers.appeal(held, "I sell nothing.")
    moderation.approve(held, by=None)
    moderation.pick(held, by=moderator)
    page = comment_page(reader, held)
    events = ["Sent", "Not published", "Appealed against by its author", "Published", "Picked by the newsroom"]
    assert page.texts(".own__history strong") == events
    assert moderator.username not in page.one("main").text


def test_what_was_undone_is_no_part_of_the_history(reader, held, moderator):
    """E9."""
    moderation.undo(moderation.reject(held, by=moderator, reason="spam"), by=moderator)
    moderation.approve(Comment.objects.get(), by=moderator)
    assert comment_page(reader, held).texts(".own__history strong") == ["Sent", "Published"]


def test_reports_in_vain_are_no_part_of_the_history(reader, approved, moderator):
    """S22."""
    Comment.objects.update(waiting_since=timezone.now(), marks=" reported ")
    moderation.approve(Comment.objects.get(), by=moderator)
    assert comment_page(reader, approved).texts(".own__history strong") == ["Sent", "Published"]


def test_a_ban_is_told_on_the_page_of_the_comment_that_it_was_given_for(reader, held):
    other = make_comment(state="held", address="ama@example.org")
    Ban.objects.create(commenter=held.commenter, comment=held, reason="Threats.", until=timezone.now() + DAY)
    assert "Threats." in comment_page(reader, held).one(".own__part--ban").text
    assert not comment_page(reader, other).has(".own__part--ban")
    Ban.objects.update(lifted_at=timezone.now())
    assert not comment_page(reader, held).has(".own__part--ban")


def test_another_comment_with_the_same_address_is_not_shown(reader):
    """S3: the link of a comment is that of one comment, since anyone can type an address."""
    one = make_comment(state="held", text="Mine.", address="ama@example.org")
    make_comment(state="held", text="Hers alone.", address="ama@example.org")
    page = look(reader, Purpose.COMMENT, one)
    assert "Mine." in page.text
    assert "Hers alone." not in page.text


def test_what_was_typed_is_shown_as_text(reader):
    """S14."""
    comment = make_comment(state="held", text="<script>alert(1)</script>", name='"><img src=x>')
    page = Page(look(reader, Purpose.COMMENT, comment))
    assert not [each for each in page.all("script") if "src" not in each.attributes]
    assert not page.has("main img")


def test_a_page_takes_the_same_queries_whatever_happened(reader):
    few, many = make_comment(state="rejected"), make_comment(state="rejected")
    for number in range(8):
        moderation.mark_spam(many, by=None)
        moderation.reject(many, by=None, reason="other" if number % 2 else "off topic")
    pages = [page_with(Purpose.COMMENT, token_for(Purpose.COMMENT, comment)) for comment in (few, many)]
    assert queries_of(reader, pages[1]) == queries_of(reader, pages[0]) <= 12


# Changing the wording


def test_a_comment_that_waits_is_reworded_at_once(reader, held):
    answer = act(reader, held, "edit", text=f" {BETTER}\r\n\r\n\r\nReally. ")
    assert answer.status_code == 303
    held.refresh_from_db()
    assert held.text == f"{BETTER}\n\nReally."
    assert BETTER in held.html
    assert "Your new wording is with us." in reader.get(answer["Location"]).text


def test_the_token_is_not_renewed_by_acting(reader, held):
    """S5: or who holds a link would hold it for ever."""
    token = token_for(Purpose.COMMENT, held)
    answer = act(reader, held, "edit", text=BETTER)
    assert f"key={token}&" in answer["Location"]


def test_what_readers_see_stands_while_the_new_wording_waits(reader, approved):
    """S18: and the new one is in no public page, nor in the thread's own data."""
    act(reader, approved, "edit", text=BETTER)
    approved.refresh_from_db()
    assert (approved.text, approved.proposed_text) == (WRITTEN, BETTER)
    assert approved.is_approved
    assert approved.is_waiting
    assert BETTER not in approved.html
    assert "Published; your new wording waits" in status(reader, approved)


def test_a_decision_on_a_new_wording_is_bound_to_what_was_read(reader, approved, moderator):
    """S18: who approves what has been edited since approves nothing."""
    act(reader, approved, "edit", text=BETTER)
    seen = Comment.objects.get()
    act(reader, seen, "edit", text="Buy my dredgers.")
    with pytest.raises(moderation.Stale):
        moderation.approve(seen, by=moderator)
    assert Comment.objects.get().text == WRITTEN


@pytest.mark.parametrize("verb", [moderation.approve, moderation.reject])
def test_a_new_wording_is_decided_on(reader, approved, moderator, verb):
    """S18."""
    act(reader, approved, "edit", text=BETTER)
    verb(Comment.objects.get(), by=moderator)
    comment = Comment.objects.get()
    is_taken = verb is moderation.approve
    assert (comment.text, comment.proposed_text) == (BETTER if is_taken else WRITTEN, "")
    assert ("did not accept the new wording" in status(reader, comment)) == (not is_taken)


def test_an_edit_does_not_send_what_waits_to_the_end_of_the_queue(reader, approved):
    """E5."""
    long_ago = timezone.now() - DAY
    Comment.objects.update(waiting_since=long_ago, marks=" reported ")
    act(reader, approved, "edit", text=BETTER)
    assert Comment.objects.get().waiting_since == long_ago


@pytest.mark.parametrize(("minutes", "may"), [(9, True), (11, False)])
def test_a_published_comment_can_be_changed_for_ten_minutes(reader, approved, minutes, may):
    """S18."""
    Comment.objects.update(published_at=timezone.now() - minutes * MINUTE)
    assert comment_page(reader, approved).has("section[aria-labelledby=edit]") == may
    answer = act(reader, approved, "edit", text=BETTER)
    assert answer.status_code == (303 if may else 409)
    assert Comment.objects.get().proposed_text == (BETTER if may else "")


@pytest.mark.parametrize("state", ["rejected", "spam", "removed"])
def test_what_was_turned_down_cannot_be_changed(reader, state):
    comment = make_comment(state=state)
    assert not comment_page(reader, comment).has("section[aria-labelledby=edit]")
    assert act(reader, comment, "edit", text=BETTER).status_code == 409
    assert Comment.objects.get().text == comment.text


def test_an_edit_that_came_too_late_is_told_and_given_back(reader, held):
    moderation.approve(Comment.objects.get(), by=None)
    answer = act(reader, held, "edit", text=BETTER)
    assert answer.status_code == 409
    assert "Something happened to this comment while you wrote" in answer.text
    assert BETTER in answer.text
    assert Comment.objects.get().proposed_text == ""
    assert FormOnPage(answer).fields["version"] == "2"


def test_an_edit_sent_twice_is_made_once(reader, held):
    first, second = act(reader, held, "edit", text=BETTER), act(reader, held, "edit", text=BETTER)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Decision.objects.filter(verb="edit").count() == 1


BAD = {"": "Write your comment here.", " \u200b ": "Write your comment here.", "x" * 5001: "at most 5000 characters"}


@pytest.mark.parametrize(("text", "why"), BAD.items(), ids=["nothing", "nothing seen", "too much"])
def test_a_wording_that_is_none_is_given_back(reader, held, text, why):
    before = everything_kept()
    answer = act(reader, held, "edit", text=text)
    assert answer.status_code == 422
    assert why in Page(answer).one("form .field__error").text
    assert everything_kept() == before


def test_an_edit_keeps_within_the_limits_of_a_reply(reader, held):
    """S24: what cannot be seen goes from an edited text, too."""
    act(reader, held, "edit", text="Fine\u202e\u200b words")
    assert Comment.objects.get().text == "Fine words"


def test_links_of_a_new_wording_are_counted(reader, approved, moderator):
    act(reader, approved, "edit", text="See https://a.example and https://b.example")
    moderation.approve(Comment.objects.get(), by=moderator)
    assert Comment.objects.get().link_count == 2


def test_there_is_an_end_to_rewording(reader, held, clock):
    for number in range(30):
        act(reader, Comment.objects.get(), "edit", text=f"{BETTER} {number}")
    answer = act(reader, Comment.objects.get(), "edit", text="Once more.")
    assert answer.status_code == 429
    assert "Once more." in answer.text
    assert Comment.objects.get().text == f"{BETTER} 29"


FIELDS = {"state": "approved", "is_proven": "on", "risk": "0", "picked_at": "2026-01-01", "name": "The Editor"}


def test_no_other_field_of_a_comment_can_be_set(reader, held):
    """S17."""
    act(reader, held, "edit", text=BETTER, **FIELDS)
    held.refresh_from_db()
    assert (held.text, held.state, held.is_proven, held.picked_at, held.name) == (
        BETTER,
        "held",
        False,
        None,
        "Brendan Oduya",
    )


# Taking it back


@pytest.mark.parametrize("state", ["held", "approved", "rejected", "spam", "removed"])
def test_a_comment_is_taken_back_after_a_second_question(reader, state):
    comment = make_comment(state=state)
    before = everything_kept()
    question = act(reader, comment, "withdraw")
    assert question.status_code == 200
    assert everything_kept() == before
    form = FormOnPage(question)
    reader.post(form.action, form.fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert Comment.objects.get().is_withdrawn
    assert "Withdrawn" in status(reader, comment)


def test_replies_to_what_was_taken_back_keep_their_place(reader):
    article = make_article()
    parent = make_comment(article)
    reply = make_comment(article, parent=parent, text="I disagree.")
    act(reader, parent, "withdraw", sure="yes")
    page = reader.get(article.get_absolute_url()).text
    assert parent.text not in page
    assert reply.text in page


def test_taken_back_twice_is_taken_back_once(reader, held):
    for _ in range(2):
        assert act(reader, held, "withdraw", sure="yes").status_code == 303
    assert Decision.objects.filter(verb="withdraw").count() == 1


def test_a_comment_is_taken_back_whatever_became_of_it_meanwhile(reader, held):
    moderation.approve(Comment.objects.get(), by=None)
    act(reader, held, "withdraw", sure="yes")
    assert Comment.objects.get().is_withdrawn
    assert Comment.objects.get().thread.approved_count == 0


# Appealing


def test_a_decision_is_appealed_against_once(reader):
    comment = make_comment(state="rejected")
    answer = act(reader, comment, "appeal", text="It is about the ferry.")
    assert "A moderator who did not decide before looks at it." in reader.get(answer["Location"]).text
    comment.refresh_from_db()
    assert comment.has_appeal
    assert (comment.state, comment.appeal) == ("rejected", "It is about the ferry.")
    assert act(reader, comment, "appeal", text="And another thing.").status_code == 409
    assert Comment.objects.get().appeal == "It is about the ferry."


def test_an_appeal_sent_twice_is_made_once(reader):
    comment = make_comment(state="spam")
    answers = [act(reader, comment, "appeal", text="I sell nothing.") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert Decision.objects.filter(verb="appeal").count() == 1


def test_an_appeal_that_was_turned_down_is_told(reader):
    comment = make_comment(state="rejected")
    act(reader, comment, "appeal", text="It is about the ferry.")
    moderation.reject(Comment.objects.get(), by=None, reason="off topic")
    page = comment_page(reader, comment)
    assert page.texts(".own__history strong")[-1] == "Appeal turned down"
    assert not page.has("section[aria-labelledby=appeal]")


def test_there_is_nothing_to_appeal_against_in_what_waits_or_stands(reader, held, approved):
    for comment in (held, approved):
        assert not comment_page(reader, comment).has("section[aria-labelledby=appeal]")
        assert act(reader, comment, "appeal", text="Please.").status_code == 409
    assert not Comment.objects.exclude(appeal="").exists()


def test_an_appeal_that_is_too_long_is_given_back(reader):
    typed = "It is about the ferry. " * 50
    answer = act(reader, make_comment(state="rejected"), "appeal", text=typed)
    assert answer.status_code == 422
    page = Page(answer)
    assert "at most 1000 characters" in page.one("form .field__error").text
    assert page.one("textarea[name=text]").text == typed.strip()
    assert page.has("section[aria-labelledby=status]")


def test_an_appeal_that_came_too_late_is_given_back(reader):
    comment = make_comment(state="rejected")
    Decision.objects.update(decided_at=timezone.now() - 31 * DAY)
    answer = act(reader, comment, "appeal", text="It is about the ferry.")
    assert answer.status_code == 409
    assert "It is about the ferry." in answer.text


# Forms


def test_each_button_leads_to_its_act(reader):
    comment, rejected = make_comment(), make_comment(state="rejected")
    followed(comment)
    acts = {
        "Save the new wording": "edit",
        "Change how often": "follow",
        "Stop": "unfollow",
        "Confirm my address": "confirm",
        "Take the comment back…": "withdraw",
    }
    on_page = buttons_of(look(reader, Purpose.COMMENT, comment))
    assert on_page == {words: route(Purpose.COMMENT, act) for words, act in acts.items()}
    on_rejected = buttons_of(look(reader, Purpose.COMMENT, rejected))
    assert on_rejected["Appeal"] == route(Purpose.COMMENT, "appeal")


def test_every_field_has_a_label_and_an_id_of_its_own(reader):
    comment = make_comment()
    page = comment_page(reader, comment)
    ids = [each["id"] for each in page.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    assert {each["id"] for each in page.all("main textarea")} <= {
        each["for"] for each in page.all("label") if "for" in each.attributes
    }
