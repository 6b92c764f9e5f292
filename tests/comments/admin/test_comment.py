"""All comments at the desk: what is listed, what can be decided there, and whose address stays unseen."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from comments import moderation
from comments.models import Comment, Decision, Thread
from tests.factories import DAY, make_article, make_comment
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

ALL = "/admin/comments/comment/"
MANY = "/admin/comments/queue/bulk/"
State = Comment.State


def page_of(comment):
    return f"{ALL}{comment.pk}/change/"


def decide(browser, comment, verb, version=1, **fields):
    """Press a button on a card as it was when the comment was at `version`."""
    return browser.post(f"{ALL}{comment.pk}/decide/", {"verb": verb, "version": version} | fields, follow=True)


def choose(browser, verb, comments, **fields):
    """Choose an action on the list as it stood when `comments` were read; return the page that asks."""
    data = {
        "action": verb,
        "_selected_action": [comment.pk for comment in comments],
        "seen": [f"{comment.pk}:{comment.version}" for comment in comments],
    }
    return browser.post(ALL, data | fields)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def state_of(comment):
    return Comment.objects.get(pk=comment.pk).state


def in_list(answer):
    return [comment.name for comment in answer.context["cl"].result_list]


# The list


def test_the_list_shows_all_states_newest_first(moderator, desk):
    article = make_article()
    old, new = make_comment(article, name="Old"), make_comment(article, name="New", state="held")
    Comment.objects.filter(pk=old.pk).update(created_at=new.created_at + DAY)
    browser = desk(moderator)
    assert in_list(browser.get(ALL)) == ["Old", "New"]
    assert in_list(browser.get(ALL, {"state": "approved"})) == ["Old"]
    assert in_list(browser.get(ALL, {"state": "rejected"})) == []


def test_the_list_is_of_one_commenter_where_asked(moderator, desk):
    comment = make_comment(name="Ottilie")
    make_comment(name="Seun")
    assert in_list(desk(moderator).get(ALL, {"commenter": comment.commenter_id})) == ["Ottilie"]


def test_only_names_and_texts_are_searched(moderator, desk):
    article = make_article(headline="Herring")
    make_comment(article, name="Ottilie", text="Too salty.", address="secret-box@example.org", state="held")
    browser = desk(moderator)
    for words, found in [("ottil", 1), ("salty", 1), ("secret-box", 0), ("herring", 0)]:
        assert len(in_list(browser.get(ALL, {"q": words}))) == found


def test_the_list_takes_the_same_queries_for_three_and_for_thirty(moderator, desk):
    browser = desk(moderator)
    # The first visit fills the cache of sessions, where there is one.
    browser.get(ALL)
    seen = []
    for number in (3, 27):
        for _ in range(number):
            make_comment(state="held")
        seen.append(queries_of(browser, ALL))
    assert seen[0] == seen[1] <= 7


# One decision


@pytest.mark.parametrize(
    ("state", "verb", "fields", "after"),
    [
        ("held", "approve", {}, "approved"),
        ("held", "reject", {"reason": "off topic"}, "rejected"),
        ("held", "mark_spam", {}, "spam"),
        ("approved", "remove", {"reason": "illegal"}, "removed"),
        ("rejected", "approve", {}, "approved"),
    ],
)
def test_a_button_decides(moderator, desk, state, verb, fields, after):
    comment = make_comment(state=state)
    decide(desk(moderator), comment, verb, comment.version, **fields)
    decision = Decision.objects.last()
    assert (state_of(comment), decision.decided_by) == (after, moderator)
    assert decision.reason == (fields.get("reason") or ("spam" if verb == "mark_spam" else ""))


@pytest.mark.parametrize("verb", ["reject", "remove"])
def test_a_refusal_needs_a_reason(moderator, desk, verb):
    comment = make_comment(state="held")
    assert said(decide(desk(moderator), comment, verb)) == ["Choose a reason first."]
    assert state_of(comment) == State.HELD


def test_whoever_decides_second_is_told_who_decided_what(moderator, administrator, desk):
    comment = make_comment(state="held")
    moderation.approve(comment, by=administrator)
    [message] = said(decide(desk(moderator), comment, "reject", version=1, reason="off topic"))
    assert re.fullmatch(r"Administrator approved this \d+ s ago\.", message)
    assert (state_of(comment), Decision.objects.count()) == (State.APPROVED, 1)


def test_a_decision_that_makes_no_sense_is_refused(moderator, desk):
    comment = make_comment(state="held")
    [message] = said(decide(desk(moderator), comment, "remove", reason="illegal"))
    assert message == "The comment is held; that cannot be done to it."


def test_one_returns_to_where_one_was(moderator, desk):
    comment = make_comment(state="held")
    browser = desk(moderator)
    data = {"verb": "approve", "version": 1, "next": "/admin/#comment-7"}
    assert browser.post(f"{ALL}{comment.pk}/decide/", data).headers["Location"] == "/admin/#comment-7"
    data["next"] = "https://elsewhere.example/"
    assert browser.post(f"{ALL}{comment.pk}/decide/", data).headers["Location"] == page_of(comment)


def test_a_decision_is_not_made_by_opening_an_address(moderator, desk):
    comment = make_comment(state="held")
    assert desk(moderator).get(f"{ALL}{comment.pk}/decide/").status_code == 405


def test_an_editor_sees_comments_and_decides_on_none(editor, desk):
    comment = make_comment(state="held")
    browser = desk(editor)
    assert b'name="verb"' not in browser.get(page_of(comment)).content
    assert decide(browser, comment, "approve").status_code == 403
    assert "Decide on" not in choose(browser, "approve", [comment]).content.decode()
    assert browser.get(MANY, {"ticked": f"{comment.pk}:1"}).status_code == 403
    assert state_of(comment) == State.HELD


def test_a_decision_without_the_token_of_the_session_is_refused(moderator, reader):
    comment = make_comment(state="held")
    reader.force_login(moderator)
    assert decide(reader, comment, "approve").status_code == 403


# Many decisions


def test_the_list_asks_before_it_decides_on_many(moderator, desk):
    """E8: with the count, from ticks and across the pages of the list."""
    comments = [make_comment(state="held") for _ in range(4)]
    browser = desk(moderator)
    for chosen, number in [(comments[:3], 3), (comments[:1], 4)]:
        asked = choose(browser, "mark_spam", chosen, **{"select_across": "1"} if number == 4 else {})
        assert f"<h1>Decide on {number} comments</h1>" in asked.content.decode()
    assert [state_of(comment) for comment in comments] == ["held"] * 4


def test_the_list_carries_the_versions_it_showed(moderator, desk):
    comment = make_comment(state="held")
    browser = desk(moderator)
    assert f'name="seen" value="{comment.pk}:1"' in browser.get(ALL).content.decode()
    asked = choose(browser, "approve", [comment])
    assert asked.context["form"]["seen"].value() == f"{comment.pk}:1"


# The page of one comment


def test_a_comments_page_shows_its_text_in_full_and_its_history(moderator, desk):
    comment = make_comment(text="A long one. " * 60, state="rejected")
    page = desk(moderator).get(page_of(comment)).content.decode()
    assert ("A long one. " * 60).strip() in page
    assert "held → <strong>rejected</strong> (off topic)" in page


def test_links_are_spelled_out(moderator, desk):
    text = "See https://elsewhere.example/a/very/long/path?that=hides&where=it-leads, or www.other.example."
    comment = make_comment(text=text, website="https://home.example/", state="held")
    card = desk(moderator).get(page_of(comment)).context["card"]
    assert card.links == [
        "https://home.example/",
        "https://elsewhere.example/a/very/long/path?that=hides&where=it-leads",
        "www.other.example",
    ]


def test_markup_that_a_reader_typed_is_text(moderator, desk):
    comment = make_comment(name="<b>Bold</b>", text="<script>alert(1)</script>", state="held")
    browser = desk(moderator)
    for address in (page_of(comment), ALL, "/admin/"):
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>Bold" not in page


def test_nobody_alters_a_readers_words(administrator, desk):
    """E14: no form of the desk takes a name or a text."""
    comment = make_comment(text="Mine.", state="held")
    answer = desk(administrator).post(page_of(comment), {"name": "Someone", "text": "Not mine."})
    assert answer.status_code == 403
    assert Comment.objects.get(pk=comment.pk).text == "Mine."


# Commenters, and the address


def test_a_commenter_is_a_pseudonym_with_counts(moderator, desk):
    article = make_article()
    for state in ("approved", "approved", "rejected", "held"):
        comment = make_comment(article, address="ottilie@example.org", state=state)
    browser = desk(moderator)
    [row] = browser.get("/admin/comments/commenter/").context["cl"].result_list
    assert (row.approved, row.rejected, row.spam) == (2, 1, 0)
    page = browser.get(page_of(comment)).content.decode()
    assert comment.commenter.pseudonym in page
    assert "2 approved, 1 rejected, 0 spam" in page


def test_the_address_is_on_no_page_of_the_desk(administrator, desk):
    article = make_article()
    parent = make_comment(article, address="ottilie.secret@example.org")
    comment = make_comment(article, address="ottilie.secret@example.org", parent=parent, state="held")
    browser = desk(administrator)
    commenter = f"/admin/comments/commenter/{comment.commenter_id}/"
    decide(browser, comment, "reject", reason="off topic")
    for address in (
        "/admin/", ALL, f"{ALL}?state=all", f"{ALL}?commenter__address=x",
        page_of(comment), f"{ALL}{comment.pk}/history/", "/admin/comments/commenter/", f"{commenter}change/",
        f"{commenter}history/", f"{commenter}reveal/", f"/admin/comments/thread/{comment.thread_id}/change/",
    ):  # fmt: skip
        page = browser.get(address, follow=True).content
        assert b"ottilie.secret" not in page
        assert comment.commenter.address_hash.encode() not in page


def test_pages_of_the_desk_do_not_even_unseal_the_address(moderator, desk, monkeypatch):
    comment = make_comment(state="held")

    def unseal(*_args):
        raise AssertionError("unsealed")

    monkeypatch.setattr("newsroom.lib.crypto.SealedTextField.from_db_value", unseal)
    browser = desk(moderator)
    for address in ("/admin/", ALL, page_of(comment), "/admin/comments/commenter/"):
        assert browser.get(address).status_code == 200
    decide(browser, comment, "approve")
    assert state_of(comment) == State.APPROVED


def test_an_administrator_sees_an_address_once_for_a_reason_on_the_record(administrator, desk):
    commenter = make_comment(address="ottilie.secret@example.org").commenter
    browser = desk(administrator)
    address = f"/admin/comments/commenter/{commenter.pk}/reveal/"
    answer = browser.post(address, {"reason": "A court asked for it."})
    assert b"ottilie.secret@example.org" in answer.content
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (administrator, str(commenter.pk))
    assert entry.change_message == "Saw the address. Reason: A court asked for it."
    assert b"ottilie.secret" not in browser.get(address).content


@pytest.mark.parametrize("reason", ["", "   ", "Ottilie.Secret@example.org wrote to us"])
def test_no_address_without_a_reason_that_may_stand_on_the_record(administrator, desk, reason):
    commenter = make_comment(address="ottilie.secret@example.org").commenter
    answer = desk(administrator).post(f"/admin/comments/commenter/{commenter.pk}/reveal/", {"reason": reason})
    assert b"The address of" not in answer.content
    assert not LogEntry.objects.exists()


def test_a_moderator_reveals_no_address(moderator, desk):
    commenter = make_comment().commenter
    address = f"/admin/comments/commenter/{commenter.pk}/reveal/"
    assert desk(moderator).post(address, {"reason": "Curious."}).status_code == 403
    assert b"reveal" not in desk(moderator).get(f"/admin/comments/commenter/{commenter.pk}/change/").content


def test_a_reveal_without_the_token_of_the_session_is_refused(administrator, reader):
    commenter = make_comment().commenter
    reader.force_login(administrator)
    answer = reader.post(f"/admin/comments/commenter/{commenter.pk}/reveal/", {"reason": "A court asked."})
    assert answer.status_code == 403


# Threads


def test_a_moderator_closes_a_thread(moderator, desk):
    thread = make_comment().thread
    desk(moderator).post(f"/admin/comments/thread/{thread.pk}/change/", {"policy": "closed"})
    assert Thread.objects.get().policy == "closed"


def test_closing_a_thread_leaves_a_counter_alone_that_moved_meanwhile(moderator, desk, monkeypatch):
    comment = make_comment(state="held")
    thread_admin = "comments.admin.thread.ThreadAdmin.save_model"
    from comments.admin.thread import ThreadAdmin

    saving = ThreadAdmin.save_model

    def decide_meanwhile(self, *args):
        moderation.approve(comment, by=None)
        saving(self, *args)

    monkeypatch.setattr(thread_admin, decide_meanwhile)
    desk(moderator).post(f"/admin/comments/thread/{comment.thread_id}/change/", {"policy": "closed"})
    assert Thread.objects.values_list("policy", "approved_count").get() == ("closed", 1)


def test_a_thread_is_reached_from_its_article(editor, desk):
    article, commented = make_article(), make_comment()
    browser = desk(editor)
    address = "/admin/comments/thread/of/{}/"
    begin = browser.get(address.format(article.pk)).headers["Location"]
    assert begin == f"/admin/comments/thread/add/?article={article.pk}"
    assert browser.get(begin).status_code == 200
    found = browser.get(address.format(commented.thread.article_id)).headers["Location"]
    assert found == f"/admin/comments/thread/{commented.thread_id}/change/"


def test_only_an_empty_thread_is_deleted_and_only_with_its_article(editor, desk):
    draft = make_article(published_at=None)
    Thread.objects.create(article=draft, policy="closed")
    browser = desk(editor)
    browser.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    assert not Thread.objects.exists()
    thread = make_comment().thread
    assert browser.post(f"/admin/comments/thread/{thread.pk}/delete/", {"post": "yes"}).status_code == 403
