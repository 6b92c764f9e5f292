"""Where a post came from: a hash of the network under a key of the month, enough for limits and soon useless.

The address itself is written down nowhere.
"""

import time

from newsroom.lib.crypto import keyed_hash
from newsroom.lib.http import network_of


def networks_of(request) -> tuple[str, str]:
    """Return the hashes of the network that a request came from: of this month, and of the month before.

    The first goes with what is written now; a ban from last month is found by the second.
    """
    network = network_of(request.META.get("REMOTE_ADDR", ""))
    now = time.gmtime(time.time())
    last = (now.tm_year, now.tm_mon - 1) if now.tm_mon > 1 else (now.tm_year - 1, 12)
    return _hashed(network, now.tm_year, now.tm_mon), _hashed(network, *last)


def _hashed(network: str, year: int, month: int) -> str:
    return keyed_hash(network, f"network {year}-{month:02}")
