"""The only place where the parts are put together."""

from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.records.load import PACKAGED, load
from bot.settings import Settings


def build_assistant(settings: Settings) -> Assistant:
    """Load the knowledge that the settings name and give an assistant that answers from it.

    Raises:
        KnowledgeError: the knowledge cannot be used.
    """
    return Assistant(Engine(load(settings.knowledge_dir or PACKAGED)))
