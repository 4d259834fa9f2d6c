"""What a caller can mend: it ends a command with exit code 2."""

from typing import ClassVar

import click


class InputError(click.ClickException):
    """Something that was given cannot be used; the message says what, where and how to mend it."""

    exit_code: ClassVar[int] = 2
