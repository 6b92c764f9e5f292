"""A new secret for commenters' addresses: every row comes under it, and then the old one can be dropped."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from comments.models import Ban, Comment, Commenter, ErrorReport
from comments.models.commenter import domain_hashes, hashes_of
from comments.privacy import key_rotation
from tests.factories import DAY, THEN, make_article, make_comment

pytestmark = pytest.mark.django_db

OLD, NEW = "an old secret of thirty-two letters", "a new secret of some forty random letters"
ADDRESS = "ama@example.org"


@pytest.fixture
def secrets(settings):
    """Change the secrets that the server is configured with, newest first."""

    def configure(*newest_first):
        settings.ADDRESS_SECRETS = list(newest_first)

    configure(OLD)
    return configure


@pytest.fixture
def rotate(secrets, capsys):
    """Run the command with the new secret before the old, and return what it printed."""

    def run(**options):
        secrets(NEW, OLD)
        call_command("rotate_address_secrets", **options)
        return capsys.readouterr().out

    return run


def commenters(number):
    return [Commenter.objects.with_address(f"reader-{each}@example.org") for each in range(number)]


def raw(column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM comments_commenter ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def spoil(commenter):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_commenter SET address = 'gAAAAA' WHERE id = %s", [commenter.pk])


def test_after_it_the_old_secret_can_be_dropped(rotate, secrets):
    before = commenters(3)
    assert "Sealed anew: 3." in rotate()
    secrets(NEW)
    assert [commenter.address for commenter in Commenter.objects.order_by("pk")] == [
        f"reader-{number}@example.org" for number in range(3)
    ]
    assert commenters(3) == before
    assert set(Commenter.objects.filter(domain_hash__in=domain_hashes("example.org"))) == set(before)


def test_it_goes_over_the_table_in_batches(rotate, secrets, monkeypatch):
    monkeypatch.setattr(key_rotation, "_BATCH", 2)
    commenters(5)
    rotate()
    secrets(NEW)
    assert key_rotation.survey() == key_rotation.Tally(current=5)


def test_what_stands_under_the_newest_secret_is_not_written_again(rotate, secrets):
    """So that one that was stopped goes on with the rest."""
    commenters(2)
    rotate()
    sealed = raw("address")
    secrets(OLD)
    Commenter.objects.with_address("late@example.org")
    assert "Sealed anew: 1." in rotate()
    assert raw("address")[:2] == sealed


def test_a_check_says_what_still_needs_the_old_secret_and_changes_nothing(rotate, secrets):
    commenters(2)
    secrets(NEW, OLD)
    commenters(3)
    sealed = raw("address")
    with pytest.raises(CommandError, match="Of 3 addresses, 2 stand under older secrets, which must be kept"):
        rotate(check=True)
    assert raw("address") == sealed


def test_a_check_says_when_the_old_secret_can_be_dropped(rotate):
    commenters(2)
    rotate()
    assert rotate(check=True) == "Under the newest secret: 2 of 2 addresses. Older ones can be dropped.\n"


def test_a_row_that_cannot_be_opened_is_named_and_does_not_stop_the_others(rotate, secrets, capsys):
    _first, spoilt, last = commenters(3)
    spoil(spoilt)
    with pytest.raises(CommandError, match="; 1 cannot be opened"):
        rotate()
    said = capsys.readouterr().out
    assert f"None of the secrets opens the address of {spoilt.pseudonym}." in said
    secrets(NEW)
    assert Commenter.objects.get(pk=last.pk).address == "reader-2@example.org"


def test_nothing_that_it_says_holds_an_address(rotate, capsys):
    """S27."""
    one, _other = commenters(2)
    spoil(one)
    with pytest.raises(CommandError) as error:
        rotate()
    assert "reader-" not in str(error.value) + capsys.readouterr().out


def test_an_address_that_was_forgotten_has_nothing_to_be_sealed(rotate):
    (commenter,) = commenters(1)
    Commenter.objects.filter(pk=commenter.pk).update(address=None, address_hash=None, domain_hash="")
    assert rotate().startswith("Sealed anew: 0.")
    assert raw("address") == [None]


def test_an_address_that_is_forgotten_while_it_runs_stays_forgotten(secrets, monkeypatch):
    """S30."""
    (commenter,) = commenters(1)
    unseal = key_rotation.unseal

    def forget_meanwhile(sealed):
        address = unseal(sealed)
        Commenter.objects.filter(pk=commenter.pk).update(address=None, address_hash=None, domain_hash="")
        return address

    monkeypatch.setattr(key_rotation, "unseal", forget_meanwhile)
    secrets(NEW, OLD)
    assert key_rotation.reseal() == key_rotation.Tally()
    assert raw("address") == raw("address_hash") == [None]


# Two rows of one address


@pytest.fixture
def twins(secrets):
    """Two rows of one address, as two workers with different secrets make them at one moment, with a comment each."""
    secrets(OLD)
    elder = make_comment(address=ADDRESS).commenter
    secrets(NEW)
    younger = make_comment(address=ADDRESS).commenter
    Commenter.objects.filter(pk=elder.pk).update(first_seen_at=THEN, last_seen_at=THEN)
    assert elder != younger
    return elder, younger


def test_two_rows_of_one_address_become_one(rotate, twins, secrets):
    elder, _younger = twins
    assert "Sealed anew: 0. Pairs of rows made one: 1." in rotate()
    secrets(NEW)
    kept = Commenter.objects.get()
    assert (kept, kept.address, kept.first_seen_at) == (elder, ADDRESS, THEN)
    assert kept.last_seen_at - THEN > DAY
    assert Commenter.objects.with_address(ADDRESS) == kept
    assert {comment.commenter for comment in Comment.objects.all()} == {kept}


def test_the_row_that_has_earned_something_is_kept(rotate, twins, secrets):
    _elder, younger = twins
    Commenter.objects.filter(pk=younger.pk).update(confirmed_at=timezone.now())
    rotate()
    secrets(NEW)
    assert list(Commenter.objects.with_address(ADDRESS).comments.order_by("pk")) == list(Comment.objects.order_by("pk"))
    assert Commenter.objects.get() == younger


def ban(commenter):
    return Ban.objects.create(commenter=commenter, reason="Threats.")


def report_of_an_error(commenter):
    return ErrorReport.objects.create(article=make_article(), commenter=commenter, name="Ama", text="A typo.")


@pytest.mark.parametrize("tie", [ban, report_of_an_error])
def test_nothing_that_speaks_of_a_reader_is_lost_when_rows_become_one(rotate, twins, tie):
    _elder, younger = twins
    tied = tie(younger)
    rotate()
    tied.refresh_from_db()
    assert tied.commenter == Commenter.objects.get() == younger


def test_two_rows_that_both_have_earned_something_are_left_and_named(rotate, twins, capsys):
    elder, younger = twins
    Commenter.objects.filter(pk=elder.pk).update(confirmed_at=timezone.now())
    ban(younger)
    with pytest.raises(CommandError, match="1 stand under older secrets, which must be kept"):
        rotate()
    said = capsys.readouterr().out
    assert f"{younger} = {elder}. They stay as they are." in said
    assert Commenter.objects.count() == 2


def test_a_double_click_that_made_two_rows_loses_no_comment(rotate, secrets):
    article, text = make_article(), "I was aboard."
    make_comment(article, address=ADDRESS, text=text)
    secrets(NEW)
    make_comment(article, address=ADDRESS, text=text)
    rotate()
    assert [comment.text for comment in Commenter.objects.get().comments.all()] == [text, text]


@pytest.mark.parametrize("of_old", ["address", "hashes"])
def test_a_row_that_half_needs_the_old_secret_needs_it(rotate, secrets, of_old):
    (commenter,) = commenters(1)
    secrets(NEW, OLD)
    Commenter.objects.filter(pk=commenter.pk).update(
        **(hashes_of("reader-0@example.org") if of_old == "address" else {"address": "reader-0@example.org"})
    )
    assert key_rotation.survey() == key_rotation.Tally(older=1)
    rotate()
    assert key_rotation.survey() == key_rotation.Tally(current=1)
