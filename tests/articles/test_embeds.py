"""What can be shown from another site is known by its address; everything else stays a link."""

import pytest

from articles.embeds import embed_of


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        (
            "https://www.youtube.com/watch?v=abcdefghi-_",
            "https://www.youtube-nocookie.com/embed/abcdefghi-_?autoplay=1",
        ),
        (
            "https://www.youtube.com/watch?t=9&v=abcdefghi-_&x=1",
            "https://www.youtube-nocookie.com/embed/abcdefghi-_?autoplay=1",
        ),
        ("https://youtu.be/abcdefghi-_?t=9", "https://www.youtube-nocookie.com/embed/abcdefghi-_?autoplay=1"),
        ("https://m.youtube.com/shorts/abcdefghi-_", "https://www.youtube-nocookie.com/embed/abcdefghi-_?autoplay=1"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
        ("https://mastodon.social/@fog/1234567", "https://mastodon.social/@fog/1234567/embed"),
        ("https://mas.to/@fog@sea.example/1234567", "https://mas.to/@fog@sea.example/1234567/embed"),
        (
            "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
        (
            "https://soundcloud.com/fog/horn",
            "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Ffog%2Fhorn&auto_play=true",
        ),
        ("https://archive.org/details/fog_1961", "https://archive.org/embed/fog_1961"),
    ],
)
def test_what_is_known_has_a_frame(address, frame):
    assert embed_of(address).frame == frame


@pytest.mark.parametrize(
    "address",
    [
        "http://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com.evil.example/watch?v=abcdefghijk",
        "https://evil.example/?https://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?v=abcdefghijklm",
        "https://www.youtube.com/@fog",
        "https://evil.example/@fog/1234567",
        "https://vimeo.com/about",
        "https://archive.org/details/../../x",
        "",
    ],
)
def test_what_is_not_known_has_none(address):
    assert embed_of(address) is None


def test_a_frame_names_the_host_that_the_policy_must_let_in():
    embed = embed_of("https://youtu.be/abcdefghijk")
    assert (embed.host, embed.origin) == ("www.youtube-nocookie.com", "https://www.youtube-nocookie.com")
