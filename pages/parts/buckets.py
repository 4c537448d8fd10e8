"""How often one reader may ask: a bucket of tokens for each address."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Buckets:
    """A bucket of tokens for each client, filled at a steady rate; of too many the longest unseen is forgotten.

    `rate` tokens come in a second and `size` of them fit; `most` clients are remembered; `clock` is in seconds.
    """

    rate: float
    size: float
    most: int = 10_000
    clock: Callable[[], float] = time.monotonic
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, client: str, cost: float) -> float:
        """Take `cost` tokens out of a client's bucket: 0, or how long until that many are in it [s]."""
        now = self.clock()
        level, seen = self._levels.pop(client, (self.size, now))
        level = min(self.size, level + (now - seen) * self.rate)
        missing = max(cost - level, 0.0)
        self._levels[client] = (level if missing else level - cost), now
        while len(self._levels) > self.most:
            self._levels.popitem(last=False)
        return missing / self.rate

    def __len__(self) -> int:
        return len(self._levels)


def client(host: str) -> str:
    """Who an address is: itself, or its network of 64 bits where it is of IPv6."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host
