"""What of other sites can be shown in a copy once a reader asks for it, and from which host it then comes."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class Embed:
    """Something on another site. `frame` is the address that shows it within a page; `shape` is video, post or sound."""

    provider: str
    frame: str
    shape: str

    @property
    def host(self) -> str:
        """The host that learns of a reader who loads it."""
        return urlsplit(self.frame).hostname

    @property
    def origin(self) -> str:
        """What the content policy of the page must let in."""
        return f"https://{self.host}"


# Mastodon has no host of its own; these are the large ones. What stands on others is a plain link.
_MASTODON = "|".join(
    map(re.escape, ("fosstodon.org", "hachyderm.io", "mas.to", "mastodon.online", "mastodon.social", "mstdn.social"))
)
# (provider, shape, its addresses, the address of the frame). The frames are the ones that the providers document; of
# those that offer one, it is the one that keeps the least about a viewer.
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
    """Return what an address can be shown as; None where it can only be linked to."""
    for provider, shape, pattern, frame in _PROVIDERS:
        if match := re.fullmatch(pattern, address):
            return Embed(provider, frame.format(*(quote(part, safe="@") for part in match.groups())), shape)
    return None
