"""How the Bot API refuses."""


class ApiError(Exception):
    """A refusal as the Bot API words it.

    Attributes:
        status: The HTTP status.
        description: What went wrong.
        parameters: The response parameters (retry_after, migrate_to_chat_id).
        malformed: Whether the request breaks the API's own rules, which no bot's request ever should.
    """

    def __init__(self, status: int, description: str, *, malformed: bool = False, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.malformed = malformed
        self.parameters = parameters


def bad(why: str) -> ApiError:
    """Give a 400 for a request that the state of things forbids (a chat that is not there, an old query)."""
    return ApiError(400, f"Bad Request: {why}")


def malformed(why: str) -> ApiError:
    """Give a 400 for a request that is wrong in itself (too long, out of range)."""
    return ApiError(400, f"Bad Request: {why}", malformed=True)


def forbidden(why: str) -> ApiError:
    """Give a 403."""
    return ApiError(403, f"Forbidden: {why}")
