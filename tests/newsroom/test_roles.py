"""Who may do what: each right of each group from both sides, by requests to the desk and by the verbs."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Correction
from comments import moderation
from comments.reports.mistakes import report_mistake
from comments.reports.verbs import report_illegal
from newsroom import roles
from newsroom.models import User
from tests.factories import (
    DAY,
    make_article,
    make_comment,
    make_contributor,
    make_picture,
    make_section,
    make_topic,
)

pytestmark = pytest.mark.django_db

R, E, M, A = roles.REPORTER, roles.EDITOR, roles.MODERATOR, roles.ADMINISTRATOR
GROUPS = [R, E, M, A]


def draft(**overrides):
    return make_article(**{"published_at": None, "review": Article.Review.DRAFT} | overrides)


def page_of(name, make=None):
    """Return a function that gives an admin address, of an object that is made for it."""

    def address():
        return reverse(f"admin:{name}", args=[make().pk] if make else [])

    return address


def commenter():
    return make_comment(state="held").commenter


def make_case():
    return report_illegal(make_comment(), explanation="It calls for violence.", network="n1")


def make_mistake():
    return report_mistake(make_article(), name="Ama", address="ama@example.org", text="At seven.", network="n1")


def colleague():
    return User.objects.create_user("colleague", is_staff=True)


# What is asked for, who gets it.
PAGES = [
    (page_of("index"), {R, E, M, A}),
    (page_of("articles_article_changelist"), {R, E, A}),
    (page_of("articles_article_add"), {R, E, A}),
    (page_of("articles_article_change", draft), {E, A}),
    (page_of("articles_article_preview", draft), {E, A}),
    (page_of("articles_article_delete", draft), {E, A}),
    (page_of("articles_article_delete", make_article), set()),
    (page_of("articles_section_changelist"), {R, E, A}),
    (page_of("articles_section_add"), {E, A}),
    (page_of("articles_section_delete", make_section), {E, A}),
    (page_of("articles_topic_changelist"), {R, E, A}),
    (page_of("articles_topic_add"), {E, A}),
    (page_of("articles_topic_delete", make_topic), {E, A}),
    (page_of("articles_contributor_changelist"), {R, E, A}),
    (page_of("articles_contributor_add"), {E, A}),
    (page_of("articles_contributor_delete", make_contributor), {E, A}),
    (page_of("articles_picture_changelist"), {R, E, A}),
    (page_of("articles_picture_add"), {R, E, A}),
    (page_of("articles_picture_change", make_picture), {R, E, A}),
    (page_of("articles_picture_delete", make_picture), {E, A}),
    (page_of("comments_comment_changelist"), {E, M, A}),
    (page_of("comments_comment_change", make_comment), {E, M, A}),
    (page_of("comments_comment_add"), set()),
    (page_of("comments_comment_delete", make_comment), set()),
    (page_of("comments_thread_changelist"), {E, M, A}),
    (page_of("comments_thread_change", lambda: make_comment().thread), {E, M, A}),
    (page_of("comments_thread_add"), {E, A}),
    (page_of("comments_commenter_changelist"), {M, A}),
    (page_of("comments_commenter_change", commenter), {M, A}),
    (page_of("comments_commenter_add"), set()),
    (page_of("comments_commenter_delete", commenter), set()),
    (page_of("comments_commenter_reveal", commenter), {A}),
    (page_of("comments_case_changelist"), {M, A}),
    (page_of("comments_case_change", make_case), {M, A}),
    (page_of("comments_case_add"), set()),
    (page_of("comments_case_delete", make_case), set()),
    (page_of("comments_ban_changelist"), {M, A}),
    (page_of("comments_ban_commenter", make_comment), {M, A}),
    (page_of("comments_errorreport_changelist"), {E, A}),
    (page_of("comments_errorreport_change", make_mistake), {E, A}),
    (page_of("comments_errorreport_delete", make_mistake), set()),
    (page_of("comments_my_articles"), {R, E, A}),
    (page_of("newsroom_user_changelist"), {A}),
    (page_of("newsroom_user_add"), {A}),
    (page_of("newsroom_user_change", colleague), {A}),
    (page_of("newsroom_user_delete", colleague), {A}),
    (page_of("auth_user_password_change", colleague), {A}),
    (page_of("auth_group_changelist"), {A}),
    (page_of("auth_group_add"), set()),
]


def test_a_page_of_the_desk_opens_for_those_who_have_the_right(desk):
    users = {group: roles.make_staff(f"ana-{group}", group) for group in GROUPS}
    browsers = {group: desk(user) for group, user in users.items()}
    faults = []
    for number, (address, allowed) in enumerate(PAGES):
        with transaction.atomic():
            path = address()
            answers = {group: browser.get(path).status_code for group, browser in browsers.items()}
            transaction.set_rollback(True)
        faults += [
            f"row {number} of PAGES, {path}: {status} for {group}"
            for group, status in answers.items()
            if (status == 200) is not (group in allowed) or status not in (200, 302, 403, 404)
        ]
    assert faults == []


def scheduled():
    return draft(published_at=timezone.now() + DAY)


VERBS = [
    (lambda by: workflow.save_edit(Article(section=make_section(), headline="Fog", slug="fog"), by=by), {R, E, A}),
    (lambda by: workflow.save_edit(draft(created_by=by), by=by), {R, E, A}),
    (lambda by: workflow.save_edit(draft(), by=by), {E, A}),
    (lambda by: workflow.save_edit(make_article(created_by=by), by=by), {E, A}),
    (lambda by: workflow.submit(draft(created_by=by), by=by), {R, E, A}),
    (lambda by: workflow.submit(draft(), by=by), {E, A}),
    (lambda by: workflow.send_back(draft(created_by=by, review="submitted"), by=by), {E, A}),
    (lambda by: workflow.publish(draft(created_by=by), by=by), {E, A}),
    (lambda by: workflow.unschedule(scheduled(), by=by), {E, A}),
    (lambda by: workflow.withdraw(make_article(created_by=by), by=by, reason="No."), {E, A}),
    (lambda by: workflow.correct(make_article(), by=by, kind=Correction.Kind.CORRECTION, text="No."), {E, A}),
    (lambda by: workflow.mark_updated(make_article(), by=by), {E, A}),
    (lambda by: moderation.approve(make_comment(state="held"), by=by), {M, A}),
    (lambda by: moderation.reject(make_comment(state="held"), by=by, reason="spam"), {M, A}),
    (lambda by: moderation.mark_spam(make_comment(state="held"), by=by), {M, A}),
    (lambda by: moderation.remove(make_comment(), by=by, reason="illegal"), {M, A}),
]


@pytest.mark.parametrize("group", GROUPS)
def test_a_verb_obeys_those_who_have_the_right(group):
    user = roles.make_staff("ana", group)
    faults = []
    for number, (verb, allowed) in enumerate(VERBS):
        with transaction.atomic():
            try:
                verb(user)
                is_obeyed = True
            except PermissionDenied:
                is_obeyed = False
            transaction.set_rollback(True)
        if is_obeyed is not (group in allowed):
            faults.append(f"row {number} of VERBS: {'obeys' if is_obeyed else 'refuses'} a {group}")
    assert faults == []


@pytest.mark.parametrize("group", GROUPS)
def test_every_right_that_a_group_names_exists(group):
    named = {f"{app}.{name}" for app, names in roles.RIGHTS[group].items() for name in names.split()}
    permissions = Permission.objects.filter(group__name=group).select_related("content_type")
    assert {f"{p.content_type.app_label}.{p.codename}" for p in permissions} == named


def test_a_right_that_was_added_by_hand_survives_the_next_migrate():
    group = Group.objects.get(name=R)
    extra = Permission.objects.get(codename="view_user")
    group.permissions.add(extra)
    roles.grant(apps.get_app_config("newsroom"), using="default")
    assert extra in group.permissions.all()


def test_readers_do_not_come_to_the_desk(client):
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_an_account_that_is_not_staff_does_not_come_to_the_desk(desk):
    user = User.objects.create_user("guest")
    assert desk(user).get("/admin/").status_code == 302


# Who hands out rights


def form_for(user, **changes):
    return {
        "username": user.username,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "09:00",
    } | changes


def test_an_administrator_hands_out_groups(administrator, desk):
    user = colleague()
    group = Group.objects.get(name=M)
    desk(administrator).post(f"/admin/newsroom/user/{user.pk}/change/", form_for(user, groups=[group.pk]))
    assert list(user.groups.all()) == [group]


def test_an_administrator_makes_no_superuser_and_hands_out_no_single_right(administrator, desk):
    user = colleague()
    forged = form_for(user, is_superuser="on", user_permissions=[Permission.objects.first().pk])
    browser = desk(administrator)
    assert b"is_superuser" not in browser.get(f"/admin/newsroom/user/{user.pk}/change/").content
    browser.post(f"/admin/newsroom/user/{user.pk}/change/", forged)
    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)


@pytest.mark.parametrize("page", ["change", "password", "delete"])
def test_an_administrator_does_not_touch_a_superuser(administrator, desk, page):
    root = User.objects.create_superuser("root", password="unguessable-so-far")
    data = form_for(root, post="yes", password1="another-one-entirely", password2="another-one-entirely")
    answer = desk(administrator).post(f"/admin/newsroom/user/{root.pk}/{page}/", data)
    assert answer.status_code == 403
    assert User.objects.get(pk=root.pk).check_password("unguessable-so-far")


def test_a_superuser_makes_a_superuser(desk):
    root = User.objects.create_superuser("root")
    user = colleague()
    desk(root).post(f"/admin/newsroom/user/{user.pk}/change/", form_for(user, is_superuser="on"))
    user.refresh_from_db()
    assert user.is_superuser


def test_bulk_deletion_spares_superusers(administrator, desk):
    root = User.objects.create_superuser("root")
    data = {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"}
    desk(administrator).post("/admin/newsroom/user/", data)
    assert User.objects.filter(pk=root.pk).exists()
