"""A reader's copy of all that is held of them: complete, and of nobody else."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import moderation, notices, readers, reports
from comments.models import Comment, Commenter, CommenterNote, Following, HouseRule
from comments.moderation import bans
from comments.privacy import export
from comments.readers import addresses, subscriptions
from comments.reports import mistakes
from comments.tokens import Purpose
from tests.comments.readers.links import look, press
from tests.factories import make_article, make_comment, send_comment

pytestmark = pytest.mark.django_db

ADDRESS = "wanda@example.org"


@pytest.fixture
def article(db):
    return make_article(headline="Ferry sails again")


def sent(article, text="The dredger was never insured.", **fields):
    fields = {"name": "Wanda", "website": "https://wanda.example/", "address": ADDRESS, "network": "net"} | fields
    return send_comment(article, text=text, **fields)


def copy_of(comment):
    """Return the copy as its owner reads it, from JSON."""
    return json.loads(json.dumps(export.copy_of(comment.commenter)))


def test_the_copy_has_the_address_and_each_comment_as_it_was_typed(article):
    comment = sent(article)
    copy = copy_of(comment)
    assert copy["address"] == ADDRESS
    assert copy["first_seen"] <= copy["last_seen"]
    [told] = copy["comments"]
    expected = {"number": comment.pk, "text": comment.text, "name": "Wanda", "website": "https://wanda.example/"}
    assert told.items() >= (expected | {"state": "held", "proven": False, "article": "Ferry sails again"}).items()
    assert told["address"].endswith(f"#comment-{comment.pk}")


def test_it_tells_what_was_decided_and_why(article, moderator):
    HouseRule.objects.create(reason="off topic", text="Keep to the ferry.")
    comment = sent(article)
    moderation.reject(comment, by=moderator, reason="off topic", note="Third time today.")
    readers.appeal(comment, "It is about the ferry.")
    [told] = copy_of(comment)["comments"]
    assert (told["appeal"], told["why_it_waited"]) == ("It is about the ferry.", ["first comment", "appeal"])
    rejected, appealed = told["decisions"]
    assert rejected.items() >= {"what": "reject", "told": "Keep to the ferry.", "note": "Third time today."}.items()
    assert (rejected["by"], appealed["by"]) == ("moderator", "author")


def test_it_tells_of_an_edit_that_waits(article, moderator):
    comment = sent(article)
    moderation.approve(comment, by=moderator)
    readers.edit(comment, "It was insured until March.")
    [told] = copy_of(comment)["comments"]
    assert (told["text"], told["new_wording"]) == ("The dredger was never insured.", "It was insured until March.")


def test_notes_of_moderators_are_in_it(article, moderator):
    """E15: what moderators noted of a commenter is handed over on asking."""
    comment = sent(article)
    CommenterNote.objects.create(commenter=comment.commenter, text="Knows the harbour.", written_by=moderator)
    assert [note["text"] for note in copy_of(comment)["notes"]] == ["Knows the harbour."]


def test_bans_wishes_mails_and_mistakes_are_in_it(article, moderator):
    comment = sent(article)
    addresses.confirm(comment.commenter, comment)
    subscriptions.follow(comment, Following.Pace.DAILY)
    notices.ask_for_proof(comment)
    bans.ban(comment, by=moderator, reason="Threats.")
    bans.ban(comment, by=moderator, reason="Flooding.", of_network=True)
    mistakes.report_mistake(article, name="Wanda", address=ADDRESS, text="Six, not five.", network="net")
    copy = copy_of(comment)
    assert {(ban["of"], ban["reason"]) for ban in copy["bans"]} == {("address", "Threats."), ("network", "Flooding.")}
    assert [(each["comment"], each["pace"]) for each in copy["follows"]] == [(comment.pk, "daily")]
    assert [mail["what"] for mail in copy["mails"]] == ["confirm"]
    assert [told["text"] for told in copy["mistakes_told"]] == ["Six, not five."]


def test_it_tells_when_the_address_was_looked_at(article, administrator, desk):
    comment = sent(article)
    reveal = f"/admin/comments/commenter/{comment.commenter_id}/reveal/"
    desk(administrator).post(reveal, {"reason": "A court asked."})
    copy = copy_of(comment)
    assert len(copy["address_shown"]) == 1
    assert "A court asked." not in json.dumps(copy)


def test_nobody_else_is_in_it(article, moderator):
    """S22: neither who decided, nor who reported, nor what others wrote."""
    comment = sent(article)
    moderation.approve(comment, by=moderator)
    reports.report(comment, reason="attack", note="She lives next door.", network="elsewhere")
    make_comment(article, parent=comment, name="Brendan", text="Insured by whom?")
    text = json.dumps(copy_of(comment))
    assert not [word for word in ("moderator@", "next door", "Brendan", "by whom", "elsewhere") if word in text]
    assert f'"{moderator.get_username()}"' not in text.replace('"by": "moderator"', "")


def test_every_field_of_a_comment_is_in_it_or_left_out_on_purpose(article):
    """A field that is added later is told, or named here with its reason."""
    renamed = {
        "id": "number",
        "thread": "article",
        "parent": "in_reply_to",
        "created_at": "sent",
        "published_at": "first_shown",
        "edited_at": "edited",
        "picked_at": "picked",
        "appealed_at": "appealed",
        "proposed_text": "new_wording",
        "marks": "why_it_waited",
        "is_proven": "proven",
        # A hash that says nothing to anyone without the key: that it is held is told.
        "network": "network_known",
    }
    # What can be worked out from the rest, is of the newsroom's own comments, or of the moderator at work.
    left_out = {"commenter", "root", "html", "digest", "fingerprint", "reply_count", "link_count", "version"}
    left_out |= {"key_version", "staff", "badge", "claimed_by", "claimed_until"}
    told = copy_of(sent(article))["comments"][0].keys()
    fields = {field.name for field in Comment._meta.concrete_fields} - left_out
    assert {renamed.get(name, name) for name in fields} == told - {"address", "decisions"}


def test_a_reader_takes_it_from_their_own_page(article, reader):
    comment = proving_reader(article)
    answer = press(reader, Purpose.READER, comment.commenter, "copy")
    assert answer.json()["address"] == ADDRESS
    assert answer["Content-Disposition"] == 'attachment; filename="comments.json"'
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "@" not in look(reader, Purpose.READER, comment.commenter).text.partition("<footer")[0]


def proving_reader(article):
    comment = sent(article)
    addresses.confirm(comment.commenter, comment)
    return comment


def test_it_takes_no_more_queries_for_more_comments(article):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            export.copy_of(Commenter.objects.get())
        return len(asked)

    sent(article)
    queries()
    with_one = queries()
    for number in range(9):
        sent(article, text=f"Number {number}")
    assert queries() == with_one
