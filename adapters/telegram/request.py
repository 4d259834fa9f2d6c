"""Requests to Telegram by aiohttp, at a third of what python-telegram-bot's own way (httpx) takes of the processor.

A request that fails says whether it can have arrived. aiohttp repeats no POST, and is told to follow no redirect.
"""

import select
from typing import Final, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

POOL: Final = 1.0
"""Seconds to wait for a connection while all are in use."""

CONNECT: Final = 5.0
"""Seconds in which a connection has to come about."""

WRITE: Final = 5.0
"""Seconds in which a request has to be written."""

UPLOAD: Final = 20.0
"""The same for one with a file in it."""

READ: Final = 5.0
"""Seconds of silence after which an answer is not waited for any longer."""


class UnsentError(NetworkError):
    """A request never left: no byte of it was written, so it may be made again."""


class _StaleError(aiohttp.ClientConnectionError):
    """The server has closed a connection that was kept open for the next request; nothing was written to it."""


class _Request(aiohttp.ClientRequest):
    async def send(self, conn: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        """Look at the line before anything is written: that it was closed the event loop may not have heard yet."""
        if conn.transport is None or conn.transport.is_closing() or _readable(conn.transport.get_extra_info("socket").fileno()):
            raise _StaleError
        return await super().send(conn)


_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, _StaleError)
"""What is raised before the first byte is written; whatever else is raised, the request may have arrived."""


class AiohttpRequest(BaseRequest):
    """Makes requests with connections of its own, which are kept open for a while for the next ones.

    No error tells the address that was asked, for it has the token in it.
    """

    def __init__(self, connections: int = 2, *, pool: float = POOL, read: float = READ, proxy: str | None = None) -> None:
        """Connect to nothing yet.

        Args:
            connections: Requests at the same time; further ones wait for one of them to end.
            pool: Seconds as `POOL`.
            read: Seconds as `READ`.
            proxy: The address of an HTTP proxy.
        """
        self._connections, self._pool, self._read, self._proxy = connections, pool, read, proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds for which an answer is waited for unless a request says otherwise."""
        return self._read

    async def initialize(self) -> None:
        """Be ready for requests."""
        if self._session is None:
            # The same certificates are trusted as by the library's own way.
            connector = aiohttp.TCPConnector(limit=self._connections, ssl=httpx.create_ssl_context())
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                request_class=_Request,
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - as the base class has it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a request and give the status and the body of the answer.

        Raises:
            UnsentError: it never left.
            TimedOut: nobody knows whether it arrived; no answer came in time.
            NetworkError: nobody knows whether it arrived.
        """
        if self._session is None:
            raise UnsentError("the connections are closed")
        files = request_data is not None and request_data.contains_files
        timeout = _timeout(
            _seconds(pool_timeout, self._pool),
            _seconds(connect_timeout, CONNECT),
            _seconds(write_timeout, UPLOAD if files else WRITE),
            _seconds(read_timeout, self._read),
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except _NEVER_LEFT as error:
            # only these words have the host alone in them, and not the whole address
            said = str(error) if isinstance(error, aiohttp.ClientConnectorError) else type(error).__name__
            raise UnsentError(said) from error
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except Exception as error:
            raise NetworkError(type(error).__name__) from error


def proxy_for(url: str) -> str | None:
    """Give the proxy that this machine wants to be used for an address, by variables (HTTPS_PROXY, NO_PROXY) or settings."""
    parts, proxies = urlsplit(url), getproxies()
    return None if proxy_bypass(parts.hostname or "") else proxies.get(parts.scheme) or proxies.get("all")


def _timeout(pool: float | None, connect: float | None, write: float | None, read: float | None) -> aiohttp.ClientTimeout:
    """Give the limits as aiohttp has them, which knows none for writing: so there is one for all together."""
    reached = None if pool is None or connect is None else pool + connect
    total = None if reached is None or write is None or read is None else reached + write + read
    return aiohttp.ClientTimeout(total=total, connect=reached, sock_connect=connect, sock_read=read)


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    """Give what is sent: a form, in parts where there are files in it."""
    if data is None or not data.contains_files:
        return (data.json_parameters if data else None) or None
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (file, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=file, content_type=kind)
    return form


def _seconds(given: object, otherwise: float) -> float | None:
    """Give what a request says, None for no limit; the library's mark of what is not said is an object of its own."""
    return otherwise if given is BaseRequest.DEFAULT_NONE else cast("float | None", given)


def _readable(socket: int) -> bool:
    """Say whether there is something to read before anything was asked: the end, or what nobody waits for."""
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([socket], [], [], 0)[0])
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))
