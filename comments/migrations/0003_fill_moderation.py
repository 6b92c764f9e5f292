"""Give rows from before there was a record, a queue and rules what those now need, in batches."""

import hashlib
import json
from collections import Counter
from datetime import UTC

from django.db import migrations
from django.db.models import Max
from django.db.models.functions import Coalesce

from newsroom.lib.crypto import Unsealable, keyed_hash
from newsroom.lib.folding import fingerprint
from newsroom.lib.markup import render_comment
from newsroom.lib.weblinks import links_in

_BATCH = 500
_VERBS = {"approved": "approve", "rejected": "reject", "spam": "mark_spam", "removed": "remove"}
_CHAINED = (
    "number",
    "comment_number",
    "version",
    "verb",
    "from_state",
    "to_state",
    "reason",
    "note_hash",
    "actor",
    "decider",
    "waited",
    "undoes_id",
    "previous_hash",
)


def fill_comments(apps, schema_editor):
    """Date them by when they were sent, and render them by the present rules."""
    comments = _rows(apps, schema_editor, "Comment")
    for batch in _batches(comments.only("pk", "state", "text", "website", "created_at")):
        for comment in batch:
            comment.published_at = comment.created_at if comment.state in ("approved", "removed") else None
            comment.waiting_since = comment.created_at if comment.state == "held" else None
            comment.fingerprint, comment.html = fingerprint(comment.text), render_comment(comment.text)
            comment.link_count = len(links_in(comment.text)) + bool(comment.website)
        comments.bulk_update(batch, ["published_at", "waiting_since", "fingerprint", "html", "link_count"])


def fill_reply_counts(apps, schema_editor):
    comments = _rows(apps, schema_editor, "Comment")
    replies = comments.filter(state="approved").exclude(root=None).values_list("root", flat=True)
    for root, number in Counter(replies.iterator(chunk_size=_BATCH)).items():
        comments.filter(pk=root).update(reply_count=number)


def fill_commenters(apps, schema_editor):
    """Say when an address was last used, and hash its domain for the rules; one that no secret opens has none."""
    commenters = _rows(apps, schema_editor, "Commenter")
    last_seen = Coalesce(Max("comments__created_at"), "first_seen_at")
    for batch in _batches(commenters.only("pk").annotate(last_comment_at=last_seen)):
        for commenter in batch:
            commenter.last_seen_at = commenter.last_comment_at
            commenter.domain_hash = _domain_hash(commenter)
        commenters.bulk_update(batch, ["last_seen_at", "domain_hash"])


def chain_decisions(apps, schema_editor):
    """Number the decisions in the order they were made, each with the hash of the one before (comments.record)."""
    decisions = _rows(apps, schema_editor, "Decision")
    number, previous = 0, ""
    for decision in decisions.select_related("decided_by").order_by("decided_at", "pk").iterator(chunk_size=_BATCH):
        number += 1
        decision.number = number
        decision.comment_number = decision.comment_id
        decision.verb = _VERBS[decision.to_state]
        decision.actor = "moderator" if decision.decided_by_id else "console"
        decision.decider = decision.decided_by.username if decision.decided_by_id else ""
        decision.previous_hash = previous
        decision.hash = previous = _hash_of(decision)
        decision.save()
    if number:
        _rows(apps, schema_editor, "Chain").create(pk=1, length=number, hash=previous)


def _rows(apps, schema_editor, model):
    return apps.get_model("comments", model).objects.using(schema_editor.connection.alias)


def _batches(rows):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield batch
        last = batch[-1].pk


def _domain_hash(commenter):
    # The address is fetched here, one by one: what no secret opens must not stop the rest.
    try:
        domain = commenter.address.rpartition("@")[2]
    except Unsealable:
        return ""
    return keyed_hash(domain, "commenter domain")


def _hash_of(decision):
    said = {name: getattr(decision, name) for name in _CHAINED}
    said["decided_at"] = decision.decided_at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_moderation")]

    operations = [
        migrations.RunPython(fill_comments, migrations.RunPython.noop),
        migrations.RunPython(fill_reply_counts, migrations.RunPython.noop),
        migrations.RunPython(fill_commenters, migrations.RunPython.noop),
        migrations.RunPython(chain_decisions, migrations.RunPython.noop),
    ]
