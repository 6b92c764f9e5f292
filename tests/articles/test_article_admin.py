"""Articles at the desk: the list, the form with its buttons, two editors at once, and what stands beside."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image

from articles import workflow
from articles.models import Article, Byline, Contributor, FormerSlug, Picture, Section
from newsroom.models import User
from tests.factories import DAY, THEN, make_article, make_contributor, make_picture, make_section, make_topic
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
ADD = f"{LIST}add/"
Review, Publication = Article.Review, Article.Publication


def make_draft(**overrides):
    return make_article(**{"published_at": None, "review": Review.DRAFT} | overrides)


def make_articles(number):
    """Publish so many stories with few statements, as the list shows them; nobody searches for these."""
    made = Article.objects.bulk_create(
        Article(
            section=make_section(), headline="Ferry", slug=f"ferry-{uuid4()}", published_at=THEN, review=Review.APPROVED
        )
        for _ in range(number)
    )
    Byline.objects.bulk_create(Byline(article=article, contributor=make_contributor()) for article in made)


def form_of(article):
    return f"{LIST}{article.pk}/change/"


def as_opened(context):
    """Return what a browser would send if nothing were changed in the form of a page, by the context of that page."""
    sent = {field.html_name: field.value() for field in context["adminform"].form}
    for inline in context["inline_admin_formsets"]:
        for part in [inline.formset.management_form, *inline.formset.forms]:
            sent |= {field.html_name: field.value() for field in part}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def opened_form(browser, article):
    """Return what a browser would send if nothing were changed in the form of an article.

    The page is made for whoever is signed in, but not printed: to print it takes most of the time.
    """
    request = RequestFactory().get(form_of(article))
    request.user, request.csp_nonce = User.objects.get(pk=browser.session[SESSION_KEY]), ""
    page = admin.site.get_model_admin(Article).change_view(request, str(article.pk))
    assert page.status_code == 200
    return as_opened(page.context_data)


def save(browser, article, button="_save", *, follow=False, **changes):
    """Open the form of an article and press a button; with `follow`, open the page too to which that leads."""
    sent = opened_form(browser, article) | changes | {button: "1"}
    return browser.post(form_of(article), sent, follow=follow)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def errors_of(answer):
    return answer.context["adminform"].form.errors


def as_stored(article):
    return Article.objects.get(pk=article.pk)


# The list


def test_the_list_shows_an_editor_everything_and_a_reporter_their_own(editor, reporter, desk):
    make_draft(headline="Mine", created_by=reporter)
    make_article(headline="Of another")
    for user, headlines in [(editor, {"Mine", "Of another"}), (reporter, {"Mine"})]:
        found = desk(user).get(LIST).context["cl"].result_list
        assert {article.headline for article in found} == headlines


def test_the_list_is_searched_by_headline_and_filtered(editor, desk):
    make_draft(headline="Fog on the quay", kind="review", section=make_section("Culture"))
    make_article(headline="Ferry sails")
    browser = desk(editor)
    section = Section.objects.get(slug="culture").pk
    for query in ({"q": "fog"}, {"kind__exact": "review"}, {"review__exact": "draft"}, {"section__id__exact": section}):
        assert [article.headline for article in browser.get(LIST, query).context["cl"].result_list] == [
            "Fog on the quay"
        ]


def test_the_list_takes_the_same_queries_for_three_and_for_thirty(editor, desk):
    browser = desk(editor)
    # The first visit fills the cache of sessions, where there is one.
    browser.get(LIST)
    seen = []
    for number in (3, 27):
        make_articles(number)
        seen.append(queries_of(browser, LIST))
    assert seen[0] == seen[1] <= 7


# Writing


def new_article(**changes):
    return {
        "section": make_section().pk,
        "kind": "news",
        "headline": "Fog on the quay",
        "slug": "fog-on-the-quay",
        "language": "en",
        "copy": "<p>Fog.</p>",
        "bylines-TOTAL_FORMS": 0,
        "bylines-INITIAL_FORMS": 0,
        "related_picks-TOTAL_FORMS": 0,
        "related_picks-INITIAL_FORMS": 0,
    } | changes


def test_a_reporter_writes_an_article(reporter, desk):
    answer = desk(reporter).post(ADD, new_article(_save="1"), follow=True)
    article = Article.objects.get()
    assert answer.redirect_chain == [(form_of(article), 302)]
    assert (article.created_by, article.review, article.published_at) == (reporter, Review.DRAFT, None)


def test_a_reporter_writes_and_submits_in_one_go(reporter, desk):
    answer = desk(reporter).post(ADD, new_article(_submit="1"), follow=True)
    assert said(answer) == ["Saved. It is with the editors now."]
    assert Article.objects.get().review == Review.SUBMITTED


def test_a_form_opened_and_saved_changes_nothing(editor, desk):
    article = make_article(topics=[make_topic()], picture=make_picture(), embargo_until=THEN, kicker="Sea")
    before = Article.objects.filter(pk=article.pk).values().get()
    assert said(save(desk(editor), article, follow=True)) == ["Saved."]
    after = Article.objects.filter(pk=article.pk).values().get()
    assert after | {"changed_at": None} == before | {"changed_at": None}
    assert (article.topics.count(), article.bylines.count()) == (1, 1)


def test_what_the_editor_sends_is_sanitised(editor, desk):
    draft = make_draft()
    save(
        desk(editor),
        draft,
        copy='<p style="x">Fog.<script>x()</script></p><blockquote class="pullquote evil"></blockquote>',
    )
    assert as_stored(draft).copy == '<p>Fog.</p><blockquote class="pullquote"></blockquote>'


def test_a_byline_is_added(editor, desk):
    draft = make_draft(byline=None)
    byline = {"bylines-0-contributor": make_contributor().pk, "bylines-0-role": "translator", "bylines-0-position": 2}
    save(desk(editor), draft, **byline)
    assert Byline.objects.values_list("article", "role", "position").get() == (draft.pk, "translator", 2)


def test_a_new_slug_of_a_published_story_keeps_the_old_address_alive(editor, desk):
    story = make_article(slug="old-name")
    save(desk(editor), story, slug="new-name")
    assert FormerSlug.objects.get().slug == "old-name"


def test_a_refused_form_keeps_what_was_typed(editor, desk):
    draft = make_draft()
    answer = save(desk(editor), draft, "_publish", headline="", copy="<p>Hours of work.</p>")
    assert "headline" in errors_of(answer)
    assert answer.context["adminform"].form["copy"].value() == "<p>Hours of work.</p>"
    assert as_stored(draft).published_at is None


# The buttons


def buttons_of(answer):
    return [button.name for button, *_fields in answer.context["buttons"]]


@pytest.mark.parametrize(
    ("state", "for_editors", "for_its_reporter"),
    [
        ({}, ["_submit", "_publish", "_schedule"], ["_submit"]),
        ({"review": Review.SUBMITTED}, ["_publish", "_send_back", "_schedule"], []),
        ({"published_at": THEN + timedelta(days=36500)}, ["_publish", "_unschedule", "_schedule"], None),
        ({"published_at": THEN}, ["_update", "_withdraw"], None),
        ({"published_at": THEN, "withdrawn_at": THEN + DAY}, ["_publish"], None),
    ],
)
def test_the_form_offers_what_may_be_done_and_no_more(editor, reporter, desk, state, for_editors, for_its_reporter):
    article = make_draft(created_by=reporter, **state)
    assert buttons_of(desk(editor).get(form_of(article))) == for_editors
    page = desk(reporter).get(form_of(article))
    if for_its_reporter is None:
        assert b'type="submit" value="Save"' not in page.content
    else:
        assert buttons_of(page) == for_its_reporter


def test_an_editor_saves_and_publishes(editor, desk):
    draft = make_draft()
    answer = save(desk(editor), draft, "_publish", follow=True, headline="Out now")
    assert said(answer) == ["Saved. It is published."]
    assert (as_stored(draft).headline, as_stored(draft).is_published) == ("Out now", True)


def test_what_cannot_be_published_is_saved_and_the_editor_told_why(editor, desk):
    draft = make_draft(copy="")
    answer = save(desk(editor), draft, "_publish", follow=True, headline="Not yet")
    assert said(answer) == ["Saved, but “Publish now” was not possible: There is no copy yet."]
    assert (as_stored(draft).headline, as_stored(draft).published_at) == ("Not yet", None)


def test_an_embargoed_article_is_scheduled_not_published(editor, desk):
    draft = make_draft()
    until = timezone.localtime(timezone.now() + DAY)
    answer = save(desk(editor), draft, "_publish", follow=True, embargo_until=until.strftime("%Y-%m-%dT%H:%M"))
    assert said(answer)[0].startswith("Saved. It is scheduled: readers will see it from ")


def test_an_editor_schedules(editor, desk):
    draft = make_draft()
    at = timezone.localtime(timezone.now() + DAY).replace(second=0, microsecond=0)
    save(desk(editor), draft, "_schedule", publish_at=at.strftime("%Y-%m-%dT%H:%M"))
    assert as_stored(draft).published_at == at


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "This field is required."),
        ("2020-01-01T09:00", "This moment has passed. To publish at once, use “Publish now”."),
        ("soon", "Enter a valid date/time."),
    ],
)
def test_a_schedule_needs_a_moment_to_come(editor, desk, typed, error):
    draft = make_draft()
    answer = save(desk(editor), draft, "_schedule", publish_at=typed, headline="Typed")
    assert errors_of(answer) == {"publish_at": [error]}
    assert error in answer.content.decode()
    assert as_stored(draft).published_at is None


def test_an_editor_takes_a_schedule_back(editor, desk):
    draft = make_draft(published_at=timezone.now() + DAY)
    save(desk(editor), draft, "_unschedule")
    assert as_stored(draft).published_at is None


def test_an_editor_sends_back(editor, desk):
    draft = make_draft(review=Review.SUBMITTED)
    save(desk(editor), draft, "_send_back")
    assert as_stored(draft).review == Review.RETURNED


def test_an_editor_withdraws_with_a_reason(editor, desk):
    story = make_article()
    browser = desk(editor)
    assert errors_of(save(browser, story, "_withdraw")) == {"withdrawal": ["This field is required."]}
    save(browser, story, "_withdraw", withdrawal="A name was wrong.")
    assert as_stored(story).publication is Publication.WITHDRAWN
    assert as_stored(story).withdrawal_reason == "A name was wrong."


def test_only_a_substantive_update_is_dated(editor, desk):
    story = make_article()
    save(desk(editor), story, headline="A mended comma")
    assert as_stored(story).updated_at is None
    save(desk(editor), story, "_update")
    assert as_stored(story).updated_at is not None


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_send_back", "_unschedule"])
def test_a_reporters_forged_button_is_refused_whole(reporter, desk, button):
    draft = make_draft(created_by=reporter, review=Review.SUBMITTED)
    answer = save(desk(reporter), draft, button, headline="Forged", publish_at="2999-01-01T09:00")
    assert answer.status_code == 403
    assert (as_stored(draft).published_at, as_stored(draft).headline) == (None, draft.headline)


def test_a_reporter_does_not_change_what_is_out(reporter, desk):
    draft = make_draft(created_by=reporter)
    browser = desk(reporter)
    opened = opened_form(browser, draft)
    workflow.publish(draft, by=None)
    assert browser.post(form_of(draft), opened | {"headline": "Mine again", "_save": "1"}).status_code == 403
    page = browser.get(form_of(draft)).content.decode()
    assert draft.copy in page
    assert '<input type="text" name="headline"' not in page


def test_a_reporter_does_not_find_the_draft_of_another(reporter, desk):
    assert desk(reporter).get(form_of(make_draft())).headers["Location"] == "/admin/"


@pytest.mark.parametrize("number", ["abc", "0", "9" * 30])
def test_an_address_of_no_article_leads_back_to_the_desk(editor, desk, number):
    browser = desk(editor)
    for answer in (browser.get(f"{LIST}{number}/change/"), browser.post(f"{LIST}{number}/change/")):
        assert answer.headers["Location"] == "/admin/"


def test_fields_that_the_form_does_not_hold_are_not_written(reporter, desk):
    draft = make_draft(created_by=reporter)
    save(desk(reporter), draft, published_at="2020-01-01", review="approved", created_by="")
    stored = as_stored(draft)
    assert (stored.published_at, stored.review, stored.created_by) == (None, Review.DRAFT, reporter)


def test_the_embargo_of_what_readers_have_seen_is_not_moved(editor, desk):
    story = make_article()
    save(desk(editor), story, embargo_until="2999-01-01T09:00")
    assert as_stored(story).is_published


# Two editors


def test_whoever_saves_second_is_told_who_was_first_and_loses_nothing(editor, administrator, desk):
    draft = make_draft()
    one, other = desk(editor), desk(administrator)
    opened = opened_form(one, draft)
    save(other, draft, headline="Theirs")
    answer = one.post(form_of(draft), opened | {"headline": "Mine", "copy": "<p>Mine.</p>", "_save": "1"})
    [error] = answer.context["adminform"].form.non_field_errors()
    assert error.startswith("administrator saved this article at ")
    assert as_stored(draft).headline == "Theirs"
    assert answer.context["adminform"].form["copy"].value() == "<p>Mine.</p>"


def test_saving_again_after_the_warning_replaces_knowingly(editor, administrator, desk):
    draft = make_draft()
    browser = desk(editor)
    opened = opened_form(browser, draft)
    save(desk(administrator), draft, headline="Theirs")
    warned = browser.post(form_of(draft), opened | {"headline": "Mine", "_save": "1"})
    browser.post(form_of(draft), as_opened(warned.context) | {"_save": "1"})
    assert as_stored(draft).headline == "Mine"


def test_a_post_that_does_not_say_what_it_saw_is_refused(editor, desk):
    draft = make_draft()
    answer = save(desk(editor), draft, opened_at="", headline="Blind")
    assert answer.context["adminform"].form.non_field_errors()
    assert as_stored(draft).headline != "Blind"


# Corrections


def correction(text="The ferry left at seven."):
    return {
        "corrections-TOTAL_FORMS": "1",
        "corrections-INITIAL_FORMS": "0",
        "corrections-0-kind": "correction",
        "corrections-0-text": text,
    }


def test_a_correction_is_printed_from_the_form(editor, desk):
    story = make_article()
    save(desk(editor), story, **correction())
    printed = story.corrections.get()
    assert (printed.text, printed.made_by) == ("The ferry left at seven.", editor)
    assert as_stored(story).updated_at == printed.made_at


def test_what_was_printed_is_not_changed_or_deleted(editor, desk):
    story = make_article()
    printed = workflow.correct(story, by=editor, kind="correction", text="As printed.")
    browser = desk(editor)
    page = browser.get(form_of(story))
    assert b"As printed." in page.content
    forged = {
        "corrections-INITIAL_FORMS": "1",
        "corrections-TOTAL_FORMS": "1",
        "corrections-0-id": printed.pk,
        "corrections-0-article": story.pk,
        "corrections-0-text": "Altered.",
        "corrections-0-kind": "update",
        "corrections-0-DELETE": "on",
    }
    browser.post(form_of(story), as_opened(page.context) | forged | {"_save": "1"})
    assert story.corrections.get().text == "As printed."


def test_a_draft_has_no_place_for_corrections(editor, desk):
    draft = make_draft()
    save(desk(editor), draft, **correction())
    assert not draft.corrections.exists()


# Deleting, viewing, previewing


def test_a_draft_is_deleted_and_a_published_story_is_not(editor, desk):
    draft, story = make_draft(), make_article()
    browser = desk(editor)
    for article in (draft, story):
        browser.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
    assert list(Article.objects.all()) == [story]


@pytest.mark.parametrize("state", [{"withdrawn_at": THEN + DAY}, {"published_at": THEN + timedelta(days=36500)}])
def test_what_was_out_or_will_be_is_not_deleted(editor, desk, state):
    article = make_article(**state)
    assert desk(editor).post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403


def test_bulk_deletion_spares_what_was_published(editor, desk):
    draft, story = make_draft(), make_article()
    data = {"action": "delete_selected", "_selected_action": [draft.pk, story.pk], "post": "yes"}
    desk(editor).post(LIST, data)
    assert Article.objects.filter(pk=story.pk).exists()


def test_only_a_published_story_is_viewed_on_the_site(editor, desk):
    draft, story = make_draft(), make_article()
    browser = desk(editor)
    assert story.get_absolute_url() in browser.get(form_of(story)).content.decode()
    assert draft.get_absolute_url() not in browser.get(form_of(draft)).content.decode()


def test_a_draft_is_previewed_as_readers_would_get_it_by_those_who_may_edit_it(reporter, editor, desk):
    draft = make_draft(created_by=reporter, headline="Fog on the quay")
    for user in (reporter, editor):
        answer = desk(user).get(f"{LIST}{draft.pk}/preview/")
        assert "Fog on the quay" in answer.content.decode()
        assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("state", [{}, {"published_at": THEN}])
def test_a_preview_is_not_for_others(reporter, moderator, desk, state):
    draft = make_draft(**state)
    assert desk(reporter).get(f"{LIST}{draft.pk}/preview/").status_code == 404
    assert desk(moderator).get(f"{LIST}{draft.pk}/preview/").status_code in (403, 404)


# What articles refer to


def picture_file():
    out = io.BytesIO()
    Image.new("RGB", (900, 500), "#7a8b99").save(out, "PNG")
    return SimpleUploadedFile("quay.png", out.getvalue(), "image/png")


def test_a_picture_is_uploaded_with_its_words(reporter, desk):
    fields = {"alt": "A quay", "credit": "Ada Quayle", "focus_x": 20, "focus_y": 50}
    browser = desk(reporter)
    browser.post("/admin/articles/picture/add/", fields | {"file": picture_file()})
    picture = Picture.objects.get()
    assert (picture.width, picture.focus_x) == (900, 20)
    assert picture.card.steps[0][2] in browser.get("/admin/articles/picture/").content.decode()


@pytest.mark.parametrize("lacking", ["alt", "credit", "file"])
def test_a_picture_without_words_is_refused(reporter, desk, lacking):
    fields = {"alt": "A quay", "credit": "Ada Quayle", "focus_x": 50, "focus_y": 50, "file": picture_file()}
    answer = desk(reporter).post("/admin/articles/picture/add/", fields | {lacking: ""})
    assert list(errors_of(answer)) == [lacking]


def test_a_section_may_not_take_an_address_of_the_site(editor, desk):
    fields = {"name": "Search", "slug": "search", "accent": "teal", "position": 1}
    answer = desk(editor).post("/admin/articles/section/add/", fields)
    assert errors_of(answer) == {"slug": ["“search” is an address of the site itself. Choose another."]}
    assert not Section.objects.exists()


def test_only_who_sees_accounts_says_whose_account_a_name_is(editor, administrator, reporter, desk):
    name = make_contributor("Rhea Porter")
    address = f"/admin/articles/contributor/{name.pk}/change/"
    fields = {"name": name.name, "slug": name.slug, "user": reporter.pk}
    desk(editor).post(address, fields)
    assert Contributor.objects.get().user is None
    desk(administrator).post(address, fields)
    assert Contributor.objects.get().user == reporter


@pytest.mark.parametrize(
    ("model", "field", "make"),
    [
        ("article", "section", make_section),
        ("article", "topics", make_topic),
        ("article", "picture", make_picture),
        ("byline", "contributor", make_contributor),
    ],
)
def test_choices_are_found_by_typing(reporter, desk, model, field, make):
    make()
    query = {"app_label": "articles", "model_name": model, "field_name": field, "term": ""}
    assert len(desk(reporter).get("/admin/autocomplete/", query).json()["results"]) == 1


def test_a_lead_picture_is_chosen_by_how_it_looks(editor, desk):
    picture = make_picture()
    browser = desk(editor)
    query = {"app_label": "articles", "model_name": "article", "field_name": "picture", "term": ""}
    (choice,) = browser.get("/admin/autocomplete/", query).json()["results"]
    assert choice["thumbnail"] == picture.thumbnail
    page = Page(browser.get(f"{LIST}{make_draft(picture=picture).pk}/change/"))
    assert page.one("select[name=picture]")["data-thumbnail"] == picture.thumbnail


def test_the_copys_editor_keeps_what_the_sanitiser_allows(editor, desk):
    page = desk(editor).get(ADD)
    policy = page.headers["Content-Security-Policy"]
    assert "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='" in policy
    assert b'type="importmap"' in page.content


@pytest.mark.parametrize("source", ["https://elsewhere.example/x.jpg", "//elsewhere.example/x.jpg", "x.jpg"])
def test_a_picture_from_elsewhere_is_refused_in_words_and_nothing_is_lost(editor, desk, source):
    copy = f'<p>Fog.</p><figure><img src="{source}" alt="Fog"></figure>'
    answer = save(desk(editor), make_draft(), "_save", copy=copy)
    form = answer.context["adminform"].form
    assert "has to be one of ours" in form.errors["copy"][0]
    assert form["copy"].value() == copy


def test_a_picture_of_ours_is_taken_by_the_address_that_its_page_shows(editor, desk):
    picture, draft = make_picture(), make_draft()
    page = desk(editor).get(f"/admin/articles/picture/{picture.pk}/change/").content.decode()
    assert picture.full.src in page
    save(desk(editor), draft, "_save", copy=f'<figure><img src="{picture.full.src}" alt="Fog"></figure>')
    assert picture.full.src in as_stored(draft).copy


def test_a_reason_typed_beside_another_button_is_asked_about_not_dropped(editor, desk):
    story = make_article()
    answer = save(desk(editor), story, "_save", withdrawal="The photograph is of another river.")
    form = answer.context["adminform"].form
    assert "press “Withdraw”" in form.errors["withdrawal"][0]
    assert form["withdrawal"].value() == "The photograph is of another river."
