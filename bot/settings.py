"""Settings from the environment, a .env file or files for secrets: typed, and validated at start with all errors at once."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.clock import parse_zone
from bot.languages.catalogue import SOURCE_LANGUAGE, known_language

KEY_BYTES = 32
"""Length of a data key: half of it encrypts and half of it signs in Fernet, and all of it feeds the keyed digests."""

_FILE = "_FILE"
_DATABASES = ("sqlite", "sqlite+aiosqlite", "postgres", "postgresql", "postgresql+asyncpg")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram takes as the secret of a webhook (Bot API, setWebhook)."""


class SettingsError(Exception):
    """Some settings cannot be used; each is named with what is wrong."""


def key_bytes(key: str) -> bytes:
    """Give the bytes of a data key, written in base64 of either alphabet.

    Raises:
        ValueError: it is no such key; the message says how to make one and holds nothing of it.
    """
    try:
        key_ = base64.b64decode(key.strip().translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        key_ = b""
    if len(key_) != KEY_BYTES:
        message = f"is no key: base64 of {KEY_BYTES} random bytes is needed; make one with: wsisbot db key"
        raise ValueError(message)
    return key_


def _zone_name(name: str) -> str:
    return parse_zone(name).key


def _folder(path: Path | None) -> Path | None:
    return path and path.expanduser()


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("is no address of a server; write for example https://api.example.org")
    return url.rstrip("/")


def _webhook(url: str | None, info: ValidationInfo) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    # A Bot API server of one's own calls this machine without TLS (github.com/tdlib/telegram-bot-api, "local mode").
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not (parts.scheme == "https" or local) or not parts.hostname:
        raise ValueError("Telegram calls https addresses only; write for example https://bot.example.org/telegram")
    # A secret that is wrong is missing here, and told already.
    if info.data.get("telegram_webhook_secret", ...) is None:
        raise ValueError("without a secret anybody could pose as Telegram; set TELEGRAM_WEBHOOK_SECRET too")
    return url


def _database(url: str) -> None:
    scheme, found, _ = url.partition("://")
    if not found or scheme not in _DATABASES:
        raise ValueError(
            "is no address of a database that the bot knows; write sqlite:////var/lib/wsisbot/wsisbot.sqlite3 "
            "or postgresql://user:password@host/name"
        )


def _token(token: str) -> None:
    if any(letter.isspace() or not letter.isprintable() for letter in token):
        raise ValueError("has white space within; copy the token anew")


def _webhook_secret(secret: str) -> None:
    if not _WEBHOOK_SECRET.fullmatch(secret):
        raise ValueError("Telegram takes 1 to 256 of the letters A-Z a-z 0-9 _ - here")


def _secret(check: Callable[[str], object]) -> AfterValidator:
    def checked(secret: SecretStr | None) -> SecretStr | None:
        if secret is not None:
            check(secret.get_secret_value())
        return secret

    return AfterValidator(checked)


def _told(value: object) -> object:
    """Raise what went wrong when a file for a secret was read, so that it is told with all other errors."""
    if isinstance(value, ValueError):
        raise value
    return value.strip() if isinstance(value, str) else value


Secret = Annotated[SecretStr | None, BeforeValidator(_told)]
"""A value that is never printed; `NAME_FILE` may name a file that holds it."""


class Settings(BaseSettings):
    """What an operator can set; an empty value counts as not set.

    Attributes:
        knowledge_dir: A directory of records to answer from, instead of those that come with the bot.
        language: The language of answers where the asker has chosen none.
        timezone: The reader's time zone in the terminal; exact times are then shown in it too.
        log: The form of the log: lines for people or JSON objects for machines.
        telegram_token: Telegram's token; without one the bot does not serve Telegram.
        telegram_api_url: The server of Telegram's Bot API, without a slash at the end.
        telegram_webhook_secret: What Telegram has to send along with each call of the webhook.
        telegram_webhook_url: The public address that Telegram calls; None for long polling.
        telegram_webhook_port: The local port on which those calls arrive.
        discord_token: Discord's token; without one the bot does not serve Discord.
        discord_api_url: The server and version of Discord's API, without a slash at the end.
        database_url: Where chats' settings and talks are kept; a secret, since it may hold a password. None for a SQLite file.
        data_dir: The folder of that SQLite file; None for the user's data directory.
        data_key: The key by which what is kept is encrypted; None for one that is made and kept in the user's configuration.
        data_key_old: The key before, while what is kept is being encrypted anew.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    knowledge_dir: Annotated[Path | None, AfterValidator(_folder)] = Field(
        None, validation_alias="WSISBOT_KNOWLEDGE_DIR", description="directory of records to use instead of the packaged ones"
    )
    language: Annotated[str, AfterValidator(known_language)] = Field(
        SOURCE_LANGUAGE, validation_alias="WSISBOT_LANGUAGE", description="language of answers"
    )
    timezone: Annotated[str | None, AfterValidator(lambda name: name and _zone_name(name))] = Field(
        None, validation_alias="WSISBOT_TIMEZONE", description="reader's IANA time zone"
    )
    log: Literal["text", "json"] = Field(
        "text", validation_alias="WSISBOT_LOG", description="form of the log: text for people, json for machines"
    )
    telegram_token: Annotated[Secret, _secret(_token)] = Field(
        None, validation_alias="TELEGRAM_TOKEN", description="token of the Telegram bot, from @BotFather"
    )
    telegram_api_url: Annotated[str, AfterValidator(_address)] = Field(
        "https://api.telegram.org", validation_alias="TELEGRAM_API_URL", description="server of Telegram's Bot API"
    )
    telegram_webhook_secret: Annotated[Secret, _secret(_webhook_secret)] = Field(
        None, validation_alias="TELEGRAM_WEBHOOK_SECRET", description="what Telegram sends along with each call to prove itself"
    )
    telegram_webhook_url: Annotated[str | None, AfterValidator(_webhook)] = Field(
        None, validation_alias="TELEGRAM_WEBHOOK_URL", description="public https address that Telegram calls, instead of polling"
    )
    telegram_webhook_port: int = Field(
        8443, validation_alias="TELEGRAM_WEBHOOK_PORT", ge=1, le=65535, description="local port on which those calls arrive"
    )
    discord_token: Annotated[Secret, _secret(_token)] = Field(
        None, validation_alias="DISCORD_TOKEN", description="token of the Discord bot, from the developer portal"
    )
    discord_api_url: Annotated[str, AfterValidator(_address)] = Field(
        "https://discord.com/api/v10", validation_alias="DISCORD_API_URL", description="server and version of Discord's API"
    )
    database_url: Annotated[Secret, _secret(_database)] = Field(
        None,
        validation_alias="WSISBOT_DATABASE_URL",
        description="database, sqlite:///... or postgresql://...; not set: a SQLite file",
    )
    data_dir: Annotated[Path | None, AfterValidator(_folder)] = Field(
        None, validation_alias="WSISBOT_DATA_DIR", description="folder of the SQLite file; not set: the user's data directory"
    )
    data_key: Annotated[Secret, _secret(key_bytes)] = Field(
        None,
        validation_alias="WSISBOT_DATA_KEY",
        description="key that encrypts what is kept (wsisbot db key makes one); not set: a file in the user's configuration",
    )
    data_key_old: Annotated[Secret, _secret(key_bytes)] = Field(
        None, validation_alias="WSISBOT_DATA_KEY_OLD", description="key before this one, for wsisbot db rotate"
    )

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment, the .env file of the working directory, and the files that are named for secrets.

        Raises:
            SettingsError: with one line for each setting that cannot be used, and nothing of a secret.
        """
        try:
            return cls()
        except UnicodeDecodeError as error:
            raise SettingsError(f".env: is no UTF-8 text ({error}); save it as UTF-8") from None
        except ValidationError as error:
            lines = [
                f"{'_'.join(str(step) for step in detail['loc'])}: {detail.get('ctx', {}).get('error', detail['msg'])}"
                for detail in error.errors(include_url=False, include_input=False)
            ]
            raise SettingsError("\n".join(lines)) from None

    def on(self, database_url: str) -> Self:
        """Give these settings with another database.

        Raises:
            SettingsError: that is no address of one.
        """
        try:
            _database(database_url)
        except ValueError as problem:
            raise SettingsError(f"the database to copy to {problem}") from None
        return self.model_copy(update={"database_url": SecretStr(database_url)})

    def listed(self) -> Iterator[tuple[str, str, str]]:
        """Give each setting's variable, its value as it may be shown (a secret's never), and what it is for."""
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            shown = "(not set)" if value is None else "(set)" if isinstance(value, SecretStr) else str(value)
            yield str(field.validation_alias), shown, str(field.description)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic hands it over
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Say where values come from (pydantic-settings asks): arguments, files for secrets, the environment, the .env file."""
        layers = [cast("EnvSettingsSource", source).env_vars for source in (env_settings, dotenv_settings)]
        return init_settings, _SecretFiles(settings_cls, layers), env_settings, dotenv_settings


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads the secrets for which `NAME_FILE` names a file; the environment goes before the .env file."""

    def __init__(self, settings_cls: type[BaseSettings], layers: list[Mapping[str, str | None]]) -> None:
        super().__init__(settings_cls)
        self._layers = layers

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base's signature
        name = str(field.validation_alias)
        for layer in self._layers:
            direct, file = layer.get(name.lower()), layer.get((name + _FILE).lower())
            if file:
                return _read(name, file, twice=bool(direct)), name, False
            if direct:
                break
        return None, name, False

    def __call__(self) -> dict[str, Any]:
        found = (
            self.get_field_value(field, name)
            for name, field in self.settings_cls.model_fields.items()
            if field.annotation == SecretStr | None
        )
        return {name: value for value, name, _ in found if value is not None}


def _read(name: str, file: str, *, twice: bool) -> str | ValueError:
    if twice:
        return ValueError(f"is set, and {name}{_FILE} too; keep one of them")
    try:
        text = Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no UTF-8 text"
        return ValueError(f"{file}, named by {name}{_FILE}, cannot be read ({reason}); mend the path or the file's rights")
    return text or ValueError(f"{file}, named by {name}{_FILE}, is empty; put the secret in it")
