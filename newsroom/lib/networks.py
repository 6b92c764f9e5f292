"""The network that a post came from, as a hash under a monthly key: enough for rate limits, and soon useless.

The IP address itself is not stored.
"""

import time

from newsroom.lib.crypto import keyed_hash
from newsroom.lib.http import network_of


def networks_of(request) -> tuple[str, str]:
    """Return the hashes of the network that a request came from, under the keys of this month and of the last.

    The first is stored with new rows; the second finds a ban from last month.
    """
    network = network_of(request.META.get("REMOTE_ADDR", ""))
    now = time.gmtime(time.time())
    last = (now.tm_year, now.tm_mon - 1) if now.tm_mon > 1 else (now.tm_year - 1, 12)
    return _hashed(network, now.tm_year, now.tm_mon), _hashed(network, *last)


def _hashed(network: str, year: int, month: int) -> str:
    return keyed_hash(network, f"network {year}-{month:02}")
