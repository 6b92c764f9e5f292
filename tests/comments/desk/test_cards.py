"""What a card of the queue tells a moderator, and what it does not."""

import pytest
from django.utils import timezone

from comments import moderation, readers
from comments.models import Case, Comment, CommenterNote, ModeratorSettings, Report
from comments.moderation.cards import cards, in_full
from tests.comments.desk.moderating import QUEUE, make_waiting, stored
from tests.factories import DAY, THEN, make_article, make_comment, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(moderator, desk):
    return desk(moderator)


def text_of(at_desk):
    """Return what the queue says, white space folded."""
    return " ".join(Page(at_desk.get(QUEUE)).one("[data-queue]").text.split())


def test_a_card_shows_all_that_a_decision_needs_without_a_click(at_desk):
    """E3."""
    article = make_article(headline="Fog on the quay", section=make_section("Harbour"), published_at=THEN)
    parent = make_comment(article, name="Petra", text="Whose fog was it?")
    text = "Mine. " * 300 + "See https://elsewhere.example/a/long/path?where=it-leads"
    make_waiting(article, name="Seun", text=text, parent=parent, marks=" newcomer link ")
    shown = text_of(at_desk)
    for words in (
        " ".join(text.split()), "Petra: Whose fog was it?", "Fog on the quay , Harbour, published", "ago",
        "waiting for 1\xa0hour".replace("\xa0", " "), "first comment", "has a link", "nothing decided in 90 days",
    ):  # fmt: skip
        assert words.replace(" ,", ",") in shown.replace(" ,", ","), words
    assert "https://elsewhere.example/a/long/path?where=it-leads" in Page(at_desk.get(QUEUE)).texts(".card-links code")


def test_a_record_counts_ninety_days_and_apart_what_came_without_proof(at_desk):
    """E3, S10: an address that anyone can type speaks for nobody."""
    article = make_article()
    address = {"address": "ottilie@example.org"}
    for state in ("approved", "rejected", "removed", "spam", "held"):
        make_comment(article, state=state, **address)
    proven = make_comment(article, **address)
    Comment.objects.filter(pk=proven.pk).update(is_proven=True)
    old = make_comment(article, **address)
    Comment.objects.filter(pk=old.pk).update(created_at=timezone.now() - 91 * DAY)
    waiting = make_waiting(article, **address)
    assert "1 approved, 2 rejected, 1 spam in 90 days" in text_of(at_desk)
    assert "address not proven: anyone can type it" in text_of(at_desk)
    Comment.objects.filter(pk=waiting.pk).update(is_proven=True)
    [card] = cards(in_full(Comment.objects.filter(pk=waiting.pk)))
    assert card.record == {"approved": 1, "rejected": 0, "spam": 0}


def test_a_risk_is_explained_signal_by_signal(at_desk):
    """E6."""
    make_waiting(risk=78, signals=[["first comment", 14], ["similar to 3 comments rejected as spam", 64]])
    page = Page(at_desk.get(QUEUE))
    assert page.texts(".card-risk h4") == ["Risk 78"]
    assert page.texts(".card-risk li") == ["similar to 3 comments rejected as spam +64", "first comment +14"]


def test_an_earlier_decision_is_told(at_desk, moderator):
    """E3."""
    comment = make_comment(state="held")
    moderation.reject(comment, by=moderator, reason="off topic", note="Told him twice.")
    readers.appeal(stored(comment), "But herring is the topic.")
    shown = text_of(at_desk)
    assert "Its author objects But herring is the topic." in shown
    assert "appealed against, its author" in shown


def test_an_edit_stands_beside_what_readers_see_with_the_differences(at_desk):
    """S18."""
    comment = make_comment(text="The boat left at six.")
    readers.edit(comment, "The boat left at seven.")
    page = Page(at_desk.get(QUEUE))
    assert (page.texts(".card-wordings del"), page.texts(".card-wordings ins")) == (["six."], ["seven."])
    assert "Approve the new wording" in page.one(".decide").text


def test_reports_are_told_with_reasons_and_weight_and_never_by_whom(at_desk):
    """S22."""
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(waiting_since=timezone.now(), marks=" reported ")
    for network, reason in [("network-one", "attack"), ("network-two", "attack"), ("network-three", "spam")]:
        Report.objects.create(comment=comment, reason=reason, network=network, weight=0.4, note="He names my sister.")
    Case.objects.create(number="2026-7", comment=comment, comment_number=comment.pk, text="x", explanation="x")
    shown = text_of(at_desk)
    assert "3 reports, weight 1.2 It attacks a person or a group ×2" in shown
    assert Page(at_desk.get(QUEUE)).has(f"a[href=/admin/comments/case/{Case.objects.get().pk}/change/]")
    assert "Case 2026-7: reported as illegal" in shown
    assert "network-" not in at_desk.get(QUEUE).content.decode()


def test_moderators_leave_each_other_notes_on_a_commenter(at_desk, moderator, editor, desk):
    """E15: kept once when sent twice, and for moderators alone."""
    comment = make_waiting()
    address = f"/admin/comments/commenter/{comment.commenter_id}/note/"
    for _ in range(2):
        at_desk.post(address, {"text": "Rings the desk on Mondays.", "next": QUEUE})
    note = CommenterNote.objects.get()
    assert (note.commenter, note.written_by) == (comment.commenter, moderator)
    page = f"/admin/comments/commenter/{comment.commenter_id}/change/"
    assert "Rings the desk on Mondays." in text_of(at_desk)
    assert b"Rings the desk on Mondays." in at_desk.get(page).content
    assert b"Mondays" not in desk(editor).get(f"/admin/comments/comment/{comment.pk}/change/").content
    assert desk(editor).post(address, {"text": "Me too."}).status_code == 403


def test_a_commenter_is_a_pseudonym_and_never_an_address(at_desk):
    """E17."""
    comment = make_waiting(address="ottilie.secret@example.org")
    answer = at_desk.get(QUEUE).content.decode()
    assert comment.commenter.pseudonym in answer
    assert not [each for each in ("ottilie.secret", comment.commenter.address_hash) if each in answer]


def test_cards_hold_no_pictures_and_texts_of_high_risk_are_blurred_for_who_wants_it(at_desk, moderator):
    """E19."""
    make_waiting(text="![x](https://a.example/x.png) <img src=x>", risk=90)
    make_waiting(risk=10)
    page = Page(at_desk.get(QUEUE))
    assert not page.has("[data-queue] img")
    assert len(page.all(".queue-card--risky")) == 1
    assert not page.has(".queue--blurs")
    ModeratorSettings.objects.create(moderator=moderator, blurs=True)
    assert Page(at_desk.get(QUEUE)).has(".queue--blurs .queue-card--risky")


def test_whoever_wants_no_keys_gets_none(at_desk, moderator):
    """E1."""
    make_waiting()
    assert "desk/keys" in at_desk.get(QUEUE).content.decode()
    ModeratorSettings.objects.create(moderator=moderator, uses_keys=False)
    assert "desk/keys" not in at_desk.get(QUEUE).content.decode()


def test_a_thread_opens_around_a_comment_with_what_can_be_done_in_it(at_desk):
    """E4."""
    article = make_article()
    root = make_comment(article, name="Petra")
    make_comment(article, name="Before", parent=root)
    subject = make_waiting(article, name="Seun", parent=root)
    make_comment(article, name="Spam", parent=root, state="spam")
    waiting = make_waiting(article, name="Also waiting", parent=subject)
    page = Page(at_desk.get(f"/admin/comments/comment/{subject.pk}/thread/"))
    assert page.texts("[data-around] h3") == ["Petra", "Before", "Seun", "Also waiting"]
    forms = [form["action"] for form in page.all("[data-around] form.decide-at-once")]
    assert f"/admin/comments/comment/{waiting.pk}/decide/" in forms
    assert len(forms) == 3


def test_a_thread_of_many_replies_shows_those_near_and_says_so(at_desk):
    """E4, S23: in the same few queries."""
    article = make_article()
    root = make_comment(article, name="Root")
    replies = [make_comment(article, parent=root, name=f"{number}") for number in range(90)]
    page = Page(at_desk.get(f"/admin/comments/comment/{replies[60].pk}/thread/"))
    names = page.texts("[data-around] h3")
    assert (names[0], names[1], names[-1], len(names)) == ("Root", "20", "80", 62)
    assert "Only what stands near it." in page.one("[data-around]").text
