"""What is done with an article at the desk: every verb, from the states it fits and those it does not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import workflow
from articles.models import Article, FormerSlug
from tests.factories import DAY, THEN, make_article, make_contributor, make_picture, make_section

pytestmark = pytest.mark.django_db

Review, Publication = Article.Review, Article.Publication


def make_draft(**overrides):
    return make_article(**{"published_at": None, "review": Review.DRAFT} | overrides)


def as_stored(article):
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize("review", [Review.DRAFT, Review.RETURNED])
def test_a_reporter_submits_a_draft(reporter, review):
    draft = make_draft(created_by=reporter, review=review)
    workflow.submit(draft, by=reporter)
    assert as_stored(draft).review == Review.SUBMITTED


@pytest.mark.parametrize("review", [Review.SUBMITTED, Review.APPROVED])
def test_what_is_with_the_editors_is_not_submitted_again(reporter, review):
    draft = make_draft(created_by=reporter, review=review)
    with pytest.raises(workflow.WrongState):
        workflow.submit(draft, by=reporter)


def test_nobody_submits_the_draft_of_another(reporter):
    with pytest.raises(PermissionDenied):
        workflow.submit(make_draft(), by=reporter)


def test_an_editor_sends_back_what_was_submitted(editor):
    draft = make_draft(review=Review.SUBMITTED)
    workflow.send_back(draft, by=editor)
    assert as_stored(draft).review == Review.RETURNED


def test_only_what_was_submitted_is_sent_back(editor):
    with pytest.raises(workflow.WrongState):
        workflow.send_back(make_draft(), by=editor)


def test_an_editor_publishes_at_once(editor):
    draft = make_draft(review=Review.SUBMITTED)
    before = timezone.now()
    workflow.publish(draft, by=editor)
    stored = as_stored(draft)
    assert stored.publication is Publication.PUBLISHED
    assert before <= stored.published_at <= timezone.now()
    assert stored.review == Review.APPROVED


def test_an_editor_schedules_and_moves_what_is_not_out_yet(editor):
    draft = make_draft()
    later = timezone.now() + DAY
    workflow.publish(draft, by=editor, at=later)
    assert as_stored(draft).publication is Publication.SCHEDULED
    workflow.publish(draft, by=editor, at=later + DAY)
    assert as_stored(draft).published_at == later + DAY


def test_what_is_scheduled_can_go_out_at_once(editor):
    draft = make_draft(published_at=timezone.now() + DAY)
    workflow.publish(draft, by=editor)
    assert as_stored(draft).is_published


def test_an_article_without_copy_is_not_published(editor):
    draft = make_draft(copy="")
    with pytest.raises(workflow.NotReady) as refusal:
        workflow.publish(draft, by=editor)
    assert refusal.value.messages == ["There is no copy yet."]
    assert as_stored(draft).published_at is None


def test_a_lead_picture_without_words_is_not_published(editor):
    draft = make_draft(picture=make_picture(alt=" ", credit=""))
    with pytest.raises(workflow.NotReady) as refusal:
        workflow.publish(draft, by=editor)
    assert refusal.value.messages == ["The lead picture has no alt text.", "The lead picture has no credit."]


def test_a_published_story_is_not_published_again(editor):
    with pytest.raises(workflow.WrongState):
        workflow.publish(make_article(), by=editor)


def test_two_editors_publish_and_the_first_time_stands(editor):
    draft = make_draft()
    read_by_another = as_stored(draft)
    workflow.publish(draft, by=editor)
    with pytest.raises(workflow.WrongState):
        workflow.publish(read_by_another, by=editor)
    assert as_stored(draft).published_at == draft.published_at


def test_a_withdrawn_story_tells_readers_why(editor):
    story = make_article()
    workflow.withdraw(story, by=editor, reason="A name was wrong.")
    assert as_stored(story).publication is Publication.WITHDRAWN
    assert as_stored(story).withdrawal_reason == "A name was wrong."


@pytest.mark.parametrize("published_at", [None, THEN + timedelta(days=36500)])
def test_what_readers_never_saw_is_not_withdrawn(editor, published_at):
    with pytest.raises(workflow.WrongState):
        workflow.withdraw(make_draft(published_at=published_at), by=editor, reason="No.")


def test_a_withdrawn_story_comes_back_with_its_first_time(editor):
    story = make_article(withdrawn_at=THEN + DAY, withdrawal_reason="A name was wrong.")
    workflow.publish(story, by=editor)
    stored = as_stored(story)
    assert stored.is_published
    assert (stored.published_at, stored.withdrawal_reason) == (THEN, "")


def test_a_publication_to_come_is_taken_back(editor):
    draft = make_draft(published_at=timezone.now() + DAY)
    workflow.unschedule(draft, by=editor)
    assert as_stored(draft).publication is Publication.UNPUBLISHED


def test_a_publication_that_has_happened_is_not_taken_back(editor):
    with pytest.raises(workflow.WrongState):
        workflow.unschedule(make_article(), by=editor)


def test_a_correction_is_printed_and_moves_the_time_of_update(editor):
    story = make_article()
    correction = workflow.correct(story, by=editor, kind="correction", text="The ferry left at seven.")
    assert (correction.made_by, list(story.corrections.all())) == (editor, [correction])
    assert as_stored(story).updated_at == correction.made_at


def test_a_draft_is_changed_not_corrected(editor):
    draft = make_draft()
    with pytest.raises(workflow.WrongState):
        workflow.correct(draft, by=editor, kind="correction", text="The ferry left at seven.")
    assert not draft.corrections.exists()


def test_a_substantive_update_is_dated(editor):
    story = make_article()
    workflow.mark_updated(story, by=editor, at=THEN + DAY)
    assert as_stored(story).updated_at == THEN + DAY


def test_what_readers_do_not_see_is_not_updated_for_them(editor):
    with pytest.raises(workflow.WrongState):
        workflow.mark_updated(make_draft(), by=editor)


def test_a_new_article_belongs_to_whoever_began_it(reporter):
    draft = Article(section=make_section(), headline="Fog", slug="fog")
    workflow.save_edit(draft, by=reporter)
    assert as_stored(draft).created_by == reporter


def test_a_slug_that_readers_knew_goes_on_leading_to_the_story(editor):
    story = make_article(slug="old-name")
    story.slug = "new-name"
    workflow.save_edit(story, by=editor)
    story.slug = "old-name"
    workflow.save_edit(story, by=editor)
    assert list(FormerSlug.objects.values_list("slug", "article")) == [("new-name", story.pk)]


def test_the_slug_of_a_draft_leaves_nothing_behind(editor):
    draft = make_draft(slug="old-name")
    draft.slug = "new-name"
    workflow.save_edit(draft, by=editor)
    assert not FormerSlug.objects.exists()


def test_what_is_saved_is_sanitised(editor):
    draft = make_draft()
    draft.copy = '<p onclick="x()">Fog.</p><script>x()</script>'
    workflow.save_edit(draft, by=editor)
    assert as_stored(draft).copy == "<p>Fog.</p>"


def test_reporters_edit_their_own_until_it_is_out(reporter):
    assert workflow.may_edit(make_draft(created_by=reporter), reporter)
    assert not workflow.may_edit(make_draft(), reporter)
    assert not workflow.may_edit(make_article(created_by=reporter), reporter)
    assert not workflow.may_edit(make_draft(created_by=reporter, published_at=timezone.now() + DAY), reporter)


def test_a_byline_makes_a_draft_its_reporters_own(reporter):
    assert workflow.may_edit(make_draft(byline=make_contributor("Ada Quayle", user=reporter)), reporter)


def test_the_command_line_may_do_everything():
    draft = make_draft()
    workflow.submit(draft, by=None)
    workflow.publish(draft, by=None)
    workflow.withdraw(draft, by=None, reason="A test.")
    assert as_stored(draft).publication is Publication.WITHDRAWN
