"""Erasing a person: every trace goes, the thread stays readable, and the record stays whole."""

import io
from unittest import mock

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from comments import moderation, readers, reports
from comments.models import Ban, Case, Comment, Commenter, CommenterNote, Decision, ErrorReport, Following, Notice
from comments.moderation import Stale, bans, log
from comments.privacy import erase
from comments.readers import addresses, subscriptions
from comments.reports import cases, mistakes
from comments.tokens import link_to
from tests.factories import make_article, make_comment, send_comment
from tests.traces import Marks, kept_commenters, kept_rows

pytestmark = pytest.mark.django_db

ADDRESS = "Zephyrine.Quill@wren.example"
# A word for each place in which she, or someone about her, wrote something down.
WORDS = {
    "name": "Zephyrine",
    "website": "https://quill.example/",
    "text": "halibut",
    "edit": "turbot",
    "appeal": "mackerel",
    "mistake": "herring",
    "note": "sturgeon",
    "decision": "anchovy",
    "report": "lamprey",
    "ban": "pilchard",
    "reveal": "bullhead",
}


@pytest.fixture
def article(db):
    return make_article()


@pytest.fixture
def hers(article, moderator, administrator, desk):
    """All that one reader can leave behind; her comments by what became of them."""

    def sent(what, **fields):
        text = f"{WORDS['text']} {what}"
        fields |= {"name": WORDS["name"], "website": WORDS["website"], "address": ADDRESS, "network": "net"}
        return send_comment(article, text=text, **fields)

    found = {what: sent(what) for what in ("approved", "rejected", "removed", "held", "spam")}
    for what in ("approved", "removed"):
        moderation.pick(found[what], by=moderator)
    moderation.reject(found["rejected"], by=moderator, note=WORDS["decision"])
    moderation.remove(found["removed"], by=moderator, note=WORDS["decision"])
    moderation.mark_spam(found["spam"], by=moderator)
    readers.appeal(found["rejected"], WORDS["appeal"])
    readers.edit(found["approved"], WORDS["edit"])
    addresses.confirm(found["approved"].commenter, found["approved"])
    subscriptions.follow(found["approved"], Following.Pace.EACH)
    reports.report(found["approved"], reason="attack", note=WORDS["report"], network="other")
    bans.ban(found["approved"], by=moderator, reason=WORDS["ban"])
    mistakes.report_mistake(article, name=WORDS["name"], address=ADDRESS, text=WORDS["mistake"], network="net")
    commenter = found["approved"].commenter
    CommenterNote.objects.create(commenter=commenter, text=WORDS["note"], written_by=moderator)
    reveal = reverse("admin:comments_commenter_reveal", args=[commenter.pk])
    desk(administrator).post(reveal, {"reason": WORDS["reveal"]})
    return found


def traces(*words):
    """Return where in the database one of the words stands."""
    rows = [(table, column, str(value)) for table, column, value in kept_rows()]
    return {(table, column, word) for table, column, value in rows for word in words if word in value}


def test_nothing_of_a_person_is_left_in_any_table(hers):
    """S30: neither the address, nor what it is found by, nor a word that they or others wrote of them."""
    kept = kept_commenters()
    assert {word for _table, _column, word in traces(*WORDS.values())} == set(WORDS.values())
    assert erase.erase(hers["approved"].commenter) == 5
    assert traces(*WORDS.values(), *kept) == set()
    assert [value for _table, _column, value in kept_rows() if Marks(ADDRESS).found_in(value)] == []
    assert not any(model.objects.exists() for model in (Commenter, CommenterNote, Following, Notice, Ban, ErrorReport))


def test_digests_and_networks_go_too(hers):
    """S30."""
    erase.erase(hers["approved"].commenter)
    left = Comment.objects.values_list("digest", "fingerprint", "network", "signals", "marks", "commenter")
    assert set(map(str, left)) == {str(("", "", "", [], "", None))}


def test_replies_by_others_still_make_sense(hers, article, reader):
    """S30: where the comment was there is a gap, and what was said to it stands under it."""
    reply = make_comment(article, parent=hers["approved"], text="You say “halibut”, and I say plaice.")
    erase.erase(hers["approved"].commenter)
    page = reader.get(article.get_absolute_url()).text
    assert f'id="comment-{hers["approved"].pk}"' in page
    assert "Its author took this comment back." in page
    assert reply.text in page
    assert WORDS["name"] not in page


def test_counters_are_exact_afterwards(hers, article):
    make_comment(article, parent=make_comment(article), address=ADDRESS)
    make_comment(article, parent=hers["approved"])
    erase.erase(hers["approved"].commenter)
    approved = Comment.objects.approved().under(article)
    assert approved.first().thread.approved_count == approved.count() == 2
    for root in Comment.objects.under(article).filter(parent=None):
        assert root.reply_count == root.branch.approved().count()


def test_the_record_is_whole_and_tells_of_it(hers):
    before = Decision.objects.count()
    erase.erase(hers["approved"].commenter)
    assert list(log.faults()) == []
    steps = Decision.objects.order_by("number")[before:]
    assert [(step.verb, step.actor, step.to_state) for step in steps] == [("withdraw", "author", "withdrawn")] * 5


def test_no_decision_on_it_can_be_undone_or_made_afterwards(hers, moderator):
    refused = hers["removed"].decisions.last()
    erase.erase(hers["approved"].commenter)
    refused.refresh_from_db()
    with pytest.raises(moderation.NotPossible):
        moderation.undo(refused, by=moderator)
    for comment in Comment.objects.all():
        assert [verb for verb in moderation.DECISIONS if moderation.possible(verb, comment)] == []


def test_a_moderator_who_was_about_to_decide_is_told(hers, moderator):
    """S19, S30."""
    on_the_card = Comment.objects.get(pk=hers["held"].pk)
    erase.erase(hers["held"].commenter)
    with pytest.raises(Stale):
        moderation.approve(on_the_card, by=moderator)


def test_who_looked_at_the_address_stays_on_record_without_the_reason(hers, administrator):
    erase.erase(hers["approved"].commenter)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr, entry.change_message) == (administrator, "", "")


def test_what_the_desk_logged_of_a_ban_or_a_mistake_says_no_more_why(hers, moderator, editor, desk):
    page = reverse("admin:comments_ban_commenter", args=[hers["held"].pk])
    desk(moderator).post(page, {"whom": "address", "how_long": "7", "reason": "barbel"})
    LogEntry.objects.log_actions(editor.pk, [ErrorReport.objects.get()], 2, change_message="gudgeon")
    assert len(traces("barbel", "gudgeon")) == 3
    erase.erase(hers["held"].commenter)
    assert traces("barbel", "gudgeon", *WORDS.values()) == set()


def test_a_ban_of_the_network_stays_and_tells_of_nobody(hers, moderator):
    bans.ban(hers["held"], by=moderator, reason="Flooding.", of_network=True)
    erase.erase(hers["held"].commenter)
    ban = Ban.objects.get()
    assert (ban.network, ban.comment) == ("net", None)


def test_a_mistake_that_was_dealt_with_keeps_its_row(hers, editor):
    told = ErrorReport.objects.get()
    mistakes.dismiss(told, by=editor)
    erase.erase(hers["held"].commenter)
    told.refresh_from_db()
    assert (told.state, told.name, told.text, told.commenter) == ("dismissed", "", "", None)


def test_a_decided_case_loses_the_text_and_an_open_one_keeps_it(article, moderator):
    comments = [make_comment(article, address=ADDRESS, text=text) for text in ("decided", "open")]
    decided, still_open = [cases.open_case(comment, explanation="It is a threat.") for comment in comments]
    cases.decide(decided, by=moderator, outcome=Case.Outcome.UPHELD, reasons="It is.")
    erase.erase(comments[0].commenter)
    assert {each.number: each.text for each in Case.objects.all()} == {decided.number: "", still_open.number: "open"}


def test_what_others_wrote_is_left_alone(hers, article):
    other = make_comment(article, text="As Zephyrine said: halibut.")
    erase.erase(hers["approved"].commenter)
    other.refresh_from_db()
    assert (other.text, other.commenter_id is not None) == ("As Zephyrine said: halibut.", True)


def test_erasing_twice_is_erasing_once(hers):
    commenter = hers["approved"].commenter
    other = Commenter.objects.get(pk=commenter.pk)
    assert (erase.erase(commenter), erase.erase(other)) == (5, 0)
    assert Decision.objects.filter(verb="withdraw").count() == 5


def test_all_of_it_happens_or_none(hers, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Commenter, "delete", fail)
    with pytest.raises(RuntimeError):
        erase.erase(hers["approved"].commenter)
    hers["approved"].refresh_from_db()
    assert hers["approved"].is_approved
    assert Commenter.objects.get().address == ADDRESS.lower()


def test_the_same_address_begins_anew(hers, article):
    erase.erase(hers["approved"].commenter)
    again = send_comment(article, name="Z", address=ADDRESS, text=hers["held"].text, network="net")
    assert again.pk not in {comment.pk for comment in hers.values()}
    assert (again.is_held, again.commenter.is_confirmed) == (True, False)


def test_links_to_an_erased_comment_lead_nowhere(hers, article, reader):
    """S3."""
    link = link_to(Comment.objects.get(pk=hers["approved"].pk))
    erase.erase(hers["approved"].commenter)
    assert reader.get(link).content == reader.get(article.get_absolute_url() + "?sent=x").content


# By letter


def typed(*lines):
    return mock.patch("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_an_editor_erases_by_command_who_asked_by_letter(hers, capsys):
    """S27, S30: the address is typed, and printed nowhere."""
    with typed(f" {ADDRESS.upper()} ", "erase"):
        call_command("erase_commenter")
    said = capsys.readouterr()
    assert "5 comment(s)" in said.out
    assert Marks(ADDRESS).found_in(said.out, said.err) == []
    assert not Commenter.objects.exists()


@pytest.mark.parametrize("lines", [[ADDRESS, "no"], [ADDRESS], ["stranger@wren.example", "erase"], [""]])
def test_the_command_erases_nobody_by_mistake(hers, lines):
    with typed(*lines), pytest.raises(CommandError) as refusal:
        call_command("erase_commenter")
    assert "@" not in str(refusal.value)
    assert Comment.objects.filter(name=WORDS["name"]).count() == 5


def test_the_command_can_be_told_yes(hers):
    with typed(ADDRESS):
        call_command("erase_commenter", "--yes")
    assert not Commenter.objects.filter(last_seen_at__lt=timezone.now()).exists()
