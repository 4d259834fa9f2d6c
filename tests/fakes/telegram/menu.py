"""Which of the bot's commands an app offers (core.telegram.org/bots/api, "Determining list of commands")."""

from tests.fakes.telegram.chats import Chat, Member
from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.people import Person


def menu(person: Person, chat: Chat) -> list[Json]:
    """Give the commands that a person is offered in a chat: the narrowest scope's that has any, in their language if set."""
    administrator = chat.members.get(person.id, Member("left")).administrator
    if chat.type == "private":
        scopes = [f"chat:{chat.id}", "all_private_chats"]
    else:
        scopes = [f"chat_member:{chat.id}:{person.id}"]
        scopes += [f"chat_administrators:{chat.id}"] if administrator else []
        scopes += [f"chat:{chat.id}"]
        scopes += ["all_chat_administrators"] if administrator else []
        scopes += ["all_group_chats"]
    for scope in [*scopes, "default"]:
        for language in (person.language or "", ""):
            if commands := person.world.commands.get((scope, language)):
                return commands
    return []
