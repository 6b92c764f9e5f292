"""S24: nobody writes under a name that readers would take for the newsroom's."""

import pytest

from comments.models import Comment
from comments.posting.impersonation import is_of_the_newsroom
from newsroom import roles
from tests.comments.posting.replies import FormOnPage, post_reply
from tests.factories import make_contributor
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def newsroom(db, settings):
    settings.PUBLICATION_NAME = "The Ellery Courier"
    make_contributor("Ada Quayle")
    make_contributor("Ísold Mbeki")
    make_contributor("Harbour Wire", is_organisation=True)
    roles.make_staff("brendan", roles.MODERATOR, first_name="Brendan", last_name="Oduya-Lind")
    roles.make_staff("nightdesk", roles.EDITOR)


OURS = [
    "Ada Quayle",
    "ADA QUAYLE",
    "ada   quayle",
    "AdaQuayle",
    "Ada Quayle ✓",
    "Ada\u200b Quayle\u202e",
    "Аda Quаyle",  # with Cyrillic А and а
    "Ada Quay1e",
    "Ada QuayIe",
    "Αda Quayle",  # with a Greek Α
    "Ａｄａ Ｑｕａｙｌｅ",
    "Isold Mbeki",
    "Ísold Mbekí",
    "Harbour-Wire",
    "Brendan Oduya-Lind",
    "brendan oduya lind",
    "Nightdesk",
    "The Ellery Courier",
    "the ellery c0urier",
    "Moderator",
    "M o d e r a t o r",
    "The Editor",
    "Wanda (Moderator)",
    "Νewsrооm",  # with a Greek Ν and Cyrillic о
    "Admin",
    "administrator",
]


@pytest.mark.parametrize("name", OURS)
def test_a_name_of_the_newsroom_is_refused_beside_its_field(reader, article, name):
    """S24: nor one that looks like it."""
    refusal = post_reply(reader, article, name=name)
    assert refusal.status_code == 422
    assert "could be taken for it" in Page(refusal).one("p[id=id_name_error]").text
    assert FormOnPage(refusal).fields["name"] == name
    assert not Comment.objects.exists()


READERS = [
    "Ada",
    "Quayle",
    "Ada Quaye",
    "Ada Quayle-Jones",
    "Adam Quayle",
    "Brendan",
    "Brendan Oduya",
    "Ellery",
    "Ellery Courier",
    "Frank Staff",
    "Eddie Torres",
    "Edith Orr",
    "Admir Nadarević",
    "Modesta Ratori",
    "Editha",
    "Isolde",
    "Nguyễn Thị Minh Khai",
    "Ольга Иванова",
    "محمد علي",
    "ศิริพร",
    "שרה לוי",
    "अदिति राव",
    "X Æ A-12",
]


@pytest.mark.parametrize("name", READERS)
def test_a_readers_real_name_is_not_refused(reader, article, name):
    assert post_reply(reader, article, name=name).status_code == 303
    assert Comment.objects.get().name == name


def test_a_new_colleagues_name_is_guarded_at_once(reader, article):
    assert post_reply(reader, article, name="Halldóra Bright").status_code == 303
    make_contributor("Halldora Bright")
    assert post_reply(reader, article, name="Halldóra Bright", text="Again.").status_code == 422


def test_the_names_are_fetched_once_and_not_for_every_comment(reader, article, django_assert_num_queries):
    post_reply(reader, article, text="Number one.")
    with django_assert_num_queries(0):
        assert is_of_the_newsroom("Ada Quayle")


def test_a_reader_may_not_sign_a_report_of_a_mistake_so_either(reader, article):
    assert post_reply(reader, article, name="Ada Quayle", kind="mistake").status_code == 422
