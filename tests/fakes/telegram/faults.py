"""What can go wrong on the way, made to order: refusals, dropped connections, answers that never come."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls one request.

    Attributes:
        end: How it ends for the bot: with an answer, with the connection dropped, or never.
        delivered: Whether the request was carried out all the same.
        status: The HTTP status of the answer.
        description: What the answer says.
        parameters: The answer's response parameters.
        page: The answer's body is this page, as a proxy gives it, rather than JSON.
    """

    end: Literal["answer", "drop", "hang"] = "answer"
    delivered: bool = False
    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, Any] = field(default_factory=dict)
    page: str | None = None


def forbidden(why: str = "bot was blocked by the user") -> Fault:
    """403: the chat is closed to the bot."""
    return Fault(status=403, description=f"Forbidden: {why}")


def bad_request(why: str = "chat not found") -> Fault:
    """400: the request makes no sense."""
    return Fault(status=400, description=f"Bad Request: {why}")


def too_many(retry_after: int = 1) -> Fault:
    """429: wait that many seconds."""
    return Fault(status=429, description=f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after})


def bad_gateway(*, delivered: bool = True) -> Fault:
    """502 from a proxy, after the message was delivered or before."""
    return Fault(status=502, description="Bad Gateway", delivered=delivered, page="<html><h1>502 Bad Gateway</h1></html>")


def internal(*, delivered: bool = False) -> Fault:
    """500 of the server itself."""
    return Fault(delivered=delivered)


def dropped(*, delivered: bool = True) -> Fault:
    """The connection breaks without an answer, after the message was delivered or before."""
    return Fault(end="drop", delivered=delivered)


def hanging(*, delivered: bool = True) -> Fault:
    """No answer ever comes, whether the message was delivered or not."""
    return Fault(end="hang", delivered=delivered)


@dataclass
class _Order:
    fault: Fault
    methods: frozenset[str]
    chat: int | None
    times: int


POSTING = frozenset({"sendMessage", "sendDocument"})
"""Methods that post a message."""


class Faults:
    """The faults that are still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def inject(self, fault: Fault, *, chat: int | None = None, method: str | frozenset[str] = POSTING, times: int = 1) -> None:
        """Have a fault befall the next requests of a method, of one chat's only if a chat is named."""
        methods = frozenset({method}) if isinstance(method, str) else method
        self._orders.append(_Order(fault, methods, chat, times))

    def take(self, method: str, chat: int | None) -> Fault | None:
        """Give the fault that befalls this request, if any, and count it as spent."""
        for order in self._orders:
            if method in order.methods and order.chat in (None, chat):
                order.times -= 1
                if not order.times:
                    self._orders.remove(order)
                return order.fault
        return None

    @property
    def left(self) -> int:
        """How many faults have not yet befallen anything."""
        return sum(order.times for order in self._orders)

    def clear(self) -> None:
        """Let nothing more go wrong."""
        self._orders.clear()
