"""What is sealed, hashed and signed, and what opens it."""

import base64
import json

import pytest
from django.core.serializers import deserialize, serialize
from django.core.serializers.base import DeserializationError
from django.db import connection

from comments.models import Commenter
from newsroom.lib.crypto import Unsealable, derive_key, keyed_hash, keyed_hashes, read_signed, sign

OLD, NEW = "an old secret of thirty-two letters", "a new secret of some forty random letters"
NAME = "amalthea"
ADDRESS = f"{NAME}@example.org"


@pytest.fixture
def rotate(settings):
    """Change the secrets that the server is configured with, newest first."""

    def configure(*secrets):
        settings.ADDRESS_SECRETS = list(secrets)

    configure(OLD)
    return configure


def raw(column="address"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM comments_commenter ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


# Sealed


@pytest.mark.django_db
def test_the_database_holds_an_address_only_sealed():
    """S1: and twice the same is sealed differently."""
    for number in "12":
        Commenter.objects.create(address=ADDRESS, address_hash=number)
    first, second = raw()
    assert first != second
    assert NAME not in first + second
    assert {commenter.address for commenter in Commenter.objects.all()} == {ADDRESS}


@pytest.mark.django_db
def test_what_an_old_secret_sealed_a_new_one_beside_it_opens(rotate):
    commenter = Commenter.objects.with_address(ADDRESS)
    rotate(NEW, OLD)
    assert Commenter.objects.get(pk=commenter.pk).address == ADDRESS
    assert Commenter.objects.with_address(f"{NAME.title()}@Example.org") == commenter


@pytest.mark.django_db
def test_what_is_saved_again_needs_the_old_secret_no_more(rotate):
    commenter = Commenter.objects.with_address(ADDRESS)
    rotate(NEW, OLD)
    Commenter.objects.get(pk=commenter.pk).save()
    rotate(NEW)
    assert Commenter.objects.get(pk=commenter.pk).address == ADDRESS


@pytest.mark.django_db
def test_without_the_secret_nothing_opens(rotate):
    Commenter.objects.with_address(ADDRESS)
    rotate(NEW)
    with pytest.raises(Unsealable) as refusal:
        Commenter.objects.get()
    assert ADDRESS not in str(refusal.value)
    assert Commenter.objects.defer("address").get().pseudonym


@pytest.mark.django_db
def test_a_sealed_text_that_was_tampered_with_does_not_open():
    Commenter.objects.with_address(ADDRESS)
    sealed = raw()[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_commenter SET address = %s", [sealed[:40] + "AAAA" + sealed[44:]])
    with pytest.raises(Unsealable):
        Commenter.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["json", "jsonl", "xml"])
def test_a_dump_holds_an_address_sealed_and_loads_again(kind):
    """S27: as a backup that someone finds."""
    Commenter.objects.with_address(ADDRESS)
    dump = serialize(kind, Commenter.objects.all())
    assert NAME not in dump
    Commenter.objects.all().delete()
    for loaded in deserialize(kind, dump):
        loaded.save()
    assert Commenter.objects.get().address == ADDRESS
    assert ADDRESS not in raw()[0]


@pytest.mark.django_db
def test_a_dump_that_older_secrets_sealed_loads_under_the_new(rotate):
    Commenter.objects.with_address(ADDRESS)
    dump = serialize("json", Commenter.objects.all())
    rotate(NEW, OLD)
    next(deserialize("json", dump)).save()
    rotate(NEW)
    assert Commenter.objects.get().address == ADDRESS


@pytest.mark.django_db
def test_a_dump_of_another_paper_is_refused(rotate):
    """Else its sealed texts would be sealed once more, as if they were addresses."""
    Commenter.objects.with_address(ADDRESS)
    dump = serialize("json", Commenter.objects.all())
    rotate(NEW)
    with pytest.raises(DeserializationError, match="none of ADDRESS_SECRETS opens"):
        list(deserialize("json", dump))


@pytest.mark.django_db
def test_a_text_that_looks_like_a_piece_of_a_dump_is_kept_as_it_is():
    commenter = Commenter.objects.create(address="sealed:ama", address_hash="1")
    assert Commenter.objects.get(pk=commenter.pk).address == "sealed:ama"


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["address", "address__iexact", "address__contains", "address__in", "address__gt"])
def test_a_sealed_text_cannot_be_searched(lookup):
    """A search by it would find nothing, and say so as if there were nothing."""
    with pytest.raises(TypeError, match="keyed hash"):
        Commenter.objects.filter(**{lookup: [ADDRESS]}).exists()


@pytest.mark.django_db
def test_that_there_is_a_sealed_text_can_be_asked():
    commenter = Commenter.objects.with_address(ADDRESS)
    assert list(Commenter.objects.exclude(address=None)) == [commenter]
    assert not Commenter.objects.filter(address__isnull=True).exists()


# Hashed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spelling", [ADDRESS, f"{NAME.upper()}@example.org", f" {NAME}@EXAMPLE.ORG ", f"{NAME.title()}@Example.Org\n"]
)
def test_spellings_of_one_address_are_one_commenter(spelling):
    assert Commenter.objects.with_address(spelling) == Commenter.objects.with_address(ADDRESS)


@pytest.mark.django_db
def test_the_two_forms_of_a_domain_are_one_commenter():
    """RFC 3490: a domain in letters and the same in ASCII."""
    commenters = {Commenter.objects.with_address(f"ama@{name}") for name in ("bücher.example", "xn--bcher-kva.example")}
    assert len(commenters) == 1


@pytest.mark.django_db
def test_two_addresses_are_two_commenters():
    commenters = {
        Commenter.objects.with_address(address).pk
        for address in (ADDRESS, f"a.{NAME[1:]}@example.org", f"{NAME}@example.com")
    }
    assert len(commenters) == 3


def test_a_hash_depends_on_value_purpose_and_secret(rotate):
    """S1: without the secret, nobody can try addresses against it."""
    hashes = {keyed_hash("a", "x"), keyed_hash("b", "x"), keyed_hash("a", "y"), keyed_hash("a", "x", NEW)}
    assert len(hashes) == 4
    assert keyed_hash("a", "x") == keyed_hash("a", "x", OLD)


def test_a_value_is_looked_up_under_every_secret(rotate):
    rotate(NEW, OLD)
    assert keyed_hashes("a", "x") == [keyed_hash("a", "x", NEW), keyed_hash("a", "x", OLD)]


def test_a_key_serves_one_purpose():
    keys = {derive_key(OLD, "seal"), derive_key(OLD, "commenter address"), derive_key(NEW, "seal")}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}
    assert OLD.encode() not in b"".join(keys)


# Signed


def test_a_token_is_read_for_what_it_was_made_for():
    assert read_signed("look", sign("look", comment=7), max_age=60) == {"comment": 7}


@pytest.mark.parametrize("made_for", ["look", "confirm", "delete", "look.delete", ""])
@pytest.mark.parametrize("used_for", ["look", "confirm", "delete", "look.delete", ""])
def test_only_the_diagonal_passes(made_for, used_for):
    """S5."""
    claims = read_signed(used_for, sign(made_for, comment=7), max_age=60)
    assert (claims is not None) == (made_for == used_for)


@pytest.mark.parametrize(("age", "is_read"), [(0, True), (59, True), (61, False), (10**7, False)])
def test_a_token_expires(monkeypatch, age, is_read):
    """S5."""
    monkeypatch.setattr("time.time", lambda: 1_800_000_000)
    token = sign("look", comment=7)
    monkeypatch.setattr("time.time", lambda: 1_800_000_000 + age)
    assert (read_signed("look", token, max_age=60) is not None) == is_read


def forged_claims(token):
    return (
        base64.urlsafe_b64encode(json.dumps({"comment": 8}).encode()).decode().rstrip("=") + token[token.index(":") :]
    )


@pytest.mark.parametrize("spoil", [str.upper, forged_claims, lambda t: t[:-1], lambda t: "", lambda t: "é\x00:" * 9])
def test_a_token_that_was_changed_says_nothing(spoil):
    """S4."""
    assert read_signed("look", spoil(sign("look", comment=7)), max_age=60) is None
