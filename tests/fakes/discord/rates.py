"""Rate limits as Discord tells and keeps them, and failures made to order."""

import hashlib
import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.discord.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.discord.call import Call

GLOBAL_LIMIT = 50
"""Requests that a bot may make in a second, interactions excepted (reference: Rate Limits)."""

USUAL = (50, 1.0)
"""Requests in so many seconds that a route takes unless a test says otherwise; Discord's own are secret and narrower."""

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_id", "interaction_token")
"""What makes a limit of its own of one route."""

LIMITED, CHANNEL_WRITE = 0, 20028


@dataclass(slots=True)
class Window:
    """A number of requests in a number of seconds.

    Attributes:
        fullest: The most that were taken in any one of them.
    """

    limit: int
    per: float
    ends: float = 0.0
    used: int = 0
    fullest: int = 0

    def take(self) -> bool:
        """Count a request; false when there are none left."""
        now = time.monotonic()
        if now >= self.ends:
            self.ends, self.used = now + self.per, 0
        if self.used >= self.limit:
            return False
        self.used += 1
        self.fullest = max(self.fullest, self.used)
        return True

    @property
    def left(self) -> float:
        """Seconds until it begins anew."""
        return max(self.ends - time.monotonic(), 0.0)


@dataclass(slots=True)
class Fault:
    """A failure made to order.

    Attributes:
        times: How often it still happens.
        delivered: Whether the request is carried out all the same, so that only its answer is lost.
        reset: Whether the connection is cut instead of an answer.
        delay: Seconds to wait before anything else.
        only: Which calls it hits; None for all of the route.
    """

    method: str
    route: str
    error: RefusedError
    times: int = 1
    delivered: bool = False
    reset: bool = False
    delay: float = 0.0
    only: "Callable[[Call], bool] | None" = None


@dataclass
class Rates:
    """What limits there are and what of them is used up.

    Attributes:
        invalid: Answers of 401, 403 and 429 (shared ones excepted), of which ten thousand in ten minutes shut a bot out.
    """

    whole: Window = field(default_factory=lambda: Window(GLOBAL_LIMIT, 1.0))
    invalid: int = 0
    faults: list[Fault] = field(default_factory=list)
    _limits: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)
    _windows: dict[tuple[str, ...], Window] = field(default_factory=dict)

    def limit(self, method: str, route: str, limit: int, per: float) -> None:
        """Let a route take no more than so many requests in so many seconds, for each channel, server or token."""
        self._limits[method, route] = (limit, per)

    def fullest(self, method: str, route: str) -> int:
        """Give the most requests on a route, for one channel, server or token, in any of the times for which it is limited."""
        return max((window.fullest for key, window in self._windows.items() if key[:2] == (method, route)), default=0)

    def take(self, call: "Call") -> dict[str, str]:
        """Count a request and give the headers that tell of its limit.

        Raises:
            RefusedError: there are too many.
        """
        key = (call.method, call.route, *(call.params[name] for name in MAJOR if name in call.params))
        if key not in self._windows:
            self._windows[key] = Window(*self._limits.get((call.method, call.route), USUAL))
        window = self._windows[key]
        if not call.by_token and not self.whole.take():
            raise limited(self.whole.left, scope="global")
        free = window.take()
        headers = {
            "X-RateLimit-Bucket": hashlib.md5(f"{call.method} {call.route}".encode(), usedforsecurity=False).hexdigest(),
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(window.limit - window.used),
            "X-RateLimit-Reset": f"{time.time() + window.left:.3f}",
            "X-RateLimit-Reset-After": f"{window.left:.3f}",
        }
        if not free:
            error = limited(window.left, scope="user")
            error.headers |= headers
            raise error
        return headers

    def fault(self, call: "Call") -> Fault | None:
        """Give the failure that is due for a request, once for each time that it was ordered."""
        for fault in self.faults:
            hit = (fault.method, fault.route) == (call.method, call.route) and (fault.only is None or fault.only(call))
            if hit and fault.times > 0:
                fault.times -= 1
                return fault
        return None


def limited(seconds: float, *, scope: str, code: int = LIMITED) -> RefusedError:
    """Give the answer for too many requests (reference: Exceeding a Rate Limit).

    Args:
        seconds: How long to wait.
        scope: `user` for the route, `global` for all requests, `shared` for what others have used up.
        code: A code of its own, such as 20016 for slow mode.
    """
    whole = scope == "global"
    extra = {"retry_after": round(seconds, 3), "global": whole}
    # Only answers that have come through Discord's proxy have a Via; discord.py takes any other for a ban.
    headers = {"Retry-After": str(math.ceil(seconds)), "X-RateLimit-Scope": scope, "Via": "1.1 google"}
    if whole:
        headers["X-RateLimit-Global"] = "true"
    message = {20016: "This action cannot be performed due to slowmode rate limit."}.get(code, "You are being rate limited.")
    return RefusedError(429, code, message, extra=extra, headers=headers)
