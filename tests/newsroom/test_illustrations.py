"""The demo edition's pictures are drawn by code, the same on every machine."""

from functools import cache

import pytest

from newsroom.demo import illustrations


@cache
def drawn(name):
    return illustrations.draw(name, (45, 30))


@pytest.mark.parametrize("name", sorted(illustrations.NAMES))
def test_a_picture_is_drawn_the_same_on_every_run(name):
    assert illustrations.draw(name, (45, 30)).tobytes() == drawn(name).tobytes()
    assert len(drawn(name).getcolors(10_000)) > 20


def test_no_two_pictures_are_alike():
    assert len({drawn(name).tobytes() for name in illustrations.NAMES}) == len(illustrations.NAMES)


def test_a_name_that_nobody_draws_is_an_error():
    with pytest.raises(KeyError):
        illustrations.draw("a submarine")
