"""The only place where the parts are put together."""

import gc

from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.records.load import PACKAGED, load
from bot.settings import Settings


def build_assistant(settings: Settings) -> Assistant:
    """Load the knowledge that the settings name and give an assistant that answers from it.

    Raises:
        KnowledgeError: the knowledge cannot be used.
    """
    gc.disable()  # nothing that is built here becomes garbage, and looking for some takes half of the time
    try:
        assistant = Assistant(Engine(load(settings.knowledge_dir or PACKAGED)))
    finally:
        gc.enable()
    gc.freeze()  # a full collection would stop some answer for more than a tenth of a second
    return assistant
