"""Settings from the environment or a .env file: typed, and validated at start with all errors at once."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.clock import parse_zone
from bot.languages.catalogue import SOURCE_LANGUAGE, known_language

PREFIX = "WSISBOT_"


class SettingsError(Exception):
    """Some settings cannot be used; each is named with what is wrong."""


def _zone_name(name: str) -> str:
    return parse_zone(name).key


class Settings(BaseSettings):
    """What an operator can set; an empty value counts as not set.

    Attributes:
        knowledge_dir: A directory of records to answer from, instead of those that come with the bot.
        language: The language of answers where the asker has chosen none.
        timezone: The reader's time zone in the terminal; exact times are then shown in it too.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    knowledge_dir: Annotated[Path | None, Field(description="directory of records to use instead of the packaged ones")] = None
    language: Annotated[str, AfterValidator(known_language), Field(description="language of answers")] = SOURCE_LANGUAGE
    timezone: Annotated[
        str | None, AfterValidator(lambda name: name and _zone_name(name)), Field(description="reader's IANA time zone")
    ] = None

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment and the .env file of the working directory.

        Raises:
            SettingsError: with one line for each setting that cannot be used.
        """
        try:
            return cls()
        except UnicodeDecodeError as error:
            raise SettingsError(f".env: is no UTF-8 text ({error}); save it as UTF-8") from None
        except ValidationError as error:
            lines = [
                f"{PREFIX}{'_'.join(str(step) for step in detail['loc']).upper()}: "
                f"{detail.get('ctx', {}).get('error', detail['msg'])}"
                for detail in error.errors(include_url=False)
            ]
            raise SettingsError("\n".join(lines)) from None
