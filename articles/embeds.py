"""Embeds of other sites in a copy, which load only when a reader asks for them."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class Embed:
    """An embed. `frame` is the address of its iframe; `shape` is video, post or sound."""

    provider: str
    frame: str
    shape: str

    @property
    def host(self) -> str:
        """The host that a reader who loads it connects to."""
        return urlsplit(self.frame).hostname

    @property
    def origin(self) -> str:
        """The origin that the page's Content-Security-Policy must allow."""
        return f"https://{self.host}"


# Mastodon has many hosts; these are the large ones. Posts on others are plain links.
_MASTODON = "|".join(
    map(re.escape, ("fosstodon.org", "hachyderm.io", "mas.to", "mastodon.online", "mastodon.social", "mstdn.social"))
)
# (provider, shape, its addresses, the address of the frame). The frames are those that the providers document, in the
# variant with the least tracking.
_PROVIDERS = [
    (
        "YouTube",
        "video",
        r"https://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/|embed/)|youtu\.be/)([\w-]{11})(?![\w-]).*",
        "https://www.youtube-nocookie.com/embed/{0}?autoplay=1",
    ),
    ("Vimeo", "video", r"https://vimeo\.com/(\d+)(?:[/?#].*)?", "https://player.vimeo.com/video/{0}?dnt=1&autoplay=1"),
    ("Mastodon", "post", rf"https://({_MASTODON})/(@[\w.@-]+)/(\d+)/?(?:[?#].*)?", "https://{0}/{1}/{2}/embed"),
    (
        "Spotify",
        "sound",
        r"https://open\.spotify\.com/(track|album|episode|show|playlist)/(\w+)(?:[/?#].*)?",
        "https://open.spotify.com/embed/{0}/{1}",
    ),
    (
        "SoundCloud",
        "sound",
        r"(https://soundcloud\.com/[\w-]+/[\w-]+)/?(?:[?#].*)?",
        "https://w.soundcloud.com/player/?url={0}&auto_play=true",
    ),
    (
        "Internet Archive",
        "video",
        r"https://archive\.org/details/([\w-][\w.-]*)(?:[/?#].*)?",
        "https://archive.org/embed/{0}",
    ),
]


def embed_of(address: str) -> Embed | None:
    """Return the embed of an address; None where it can only be linked to."""
    for provider, shape, pattern, frame in _PROVIDERS:
        if match := re.fullmatch(pattern, address):
            return Embed(provider, frame.format(*(quote(part, safe="@") for part in match.groups())), shape)
    return None
