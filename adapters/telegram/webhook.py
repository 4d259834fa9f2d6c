"""The webhook: a small HTTP server that takes updates from Telegram, and from nobody else.

Telegram proves itself by the secret that setWebhook gave it. It is compared in constant time, and neither it nor what was
sent instead is logged (PLATFORMS, section 5).
"""

import hmac
import json
import logging
from http import HTTPStatus
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from adapters.telegram.intake import Intake
from bot.adapter import AdapterError

LONGEST_BODY = 1024 * 1024
"""Bytes of a request; an update with all that it quotes stays far below."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
JSON = "application/json"


class UpdateHandler(RequestHandler):
    """Takes one update in and answers at once; the work on it comes later."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, intake: Intake, secret: str) -> None:
        """Take what the server hands to each request."""
        self._intake = intake  # this is tornado's place for attributes: it has a fixed __init__
        self._secret = secret.encode()

    def post(self) -> None:
        """Check who sends what, and take it in."""
        sent = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(sent.encode(errors="replace"), self._secret):
            raise HTTPError(HTTPStatus.FORBIDDEN)
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip().casefold() != JSON:
            raise HTTPError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            update = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(HTTPStatus.BAD_REQUEST) from None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        if self._intake.full:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)  # Telegram brings it again
        self._intake.take(update)

    def write_error(self, status_code: int, **_: object) -> None:
        """Say nothing but the status: whoever sends rubbish need not learn what runs here."""
        self.finish(f"{status_code}\n")


class WebhookServer:
    """Listens while it is open; TLS is ended by what stands before it."""

    def __init__(self, url: str, port: int, secret: str, intake: Intake) -> None:
        """Serve the path of the address that Telegram is told."""
        path = urlsplit(url).path or "/"
        logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
        rules = [(_literal(path), UpdateHandler, {"intake": intake, "secret": secret})]
        self._server = HTTPServer(Application(rules), max_body_size=LONGEST_BODY, max_buffer_size=2 * LONGEST_BODY)
        self._port = port

    def open(self) -> None:
        """Begin to listen, on all addresses.

        Raises:
            AdapterError: the port cannot be had.
        """
        try:
            sockets = bind_sockets(self._port)
        except OSError as error:
            message = f"TELEGRAM_WEBHOOK_PORT: cannot listen on port {self._port} ({error.strerror}); name a free one"
            raise AdapterError(message) from None
        self._server.add_sockets(sockets)

    async def close(self) -> None:
        """Take nothing more in."""
        self._server.stop()
        await self._server.close_all_connections()


def _literal(path: str) -> str:
    """Give a pattern for just this path; tornado reads its rules as regular expressions and closes them itself."""
    return "".join(letter if letter.isalnum() or letter in "/_-" else f"\\x{ord(letter):02x}" for letter in path)
