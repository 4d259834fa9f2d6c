"""What a person does in Discord: writes, uses commands, presses buttons, chooses, fills in forms."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tests.fakes.discord import components as parts
from tests.fakes.discord import payloads
from tests.fakes.discord.command_rules import CHAT_INPUT, MESSAGE
from tests.fakes.discord.components import Button, Menu
from tests.fakes.discord.errors import Json
from tests.fakes.discord.interaction import Interaction, Sort
from tests.fakes.discord.messages import PLAIN, REPLY, Message, Pings, pings_of
from tests.fakes.discord.offers import FOR_GUILD, FOR_USER, NotOfferedError, context, fill, offered, owners
from tests.fakes.discord.world import Channel, Role, User

LONGEST_CONTENT = 2000


@dataclass(eq=False)
class Person(User):
    """A person.

    What a person does gives an `Interaction` at once; awaiting it waits until the bot has acknowledged it or can no more.
    """

    @property
    def direct(self) -> Channel:
        """The person's private chat with the bot."""
        return self.world.direct(self)

    def say(self, channel: Channel, content: str, *, reply_to: Message | None = None, ping: bool = True) -> Message:
        """Write a message.

        Args:
            channel: Where.
            content: What; mention somebody by their `mention`.
            reply_to: The message to which it replies.
            ping: Whether the reply calls that message's writer.

        Raises:
            NotOfferedError: the person may not write there, or not as much.
        """
        if not channel.may_send(self):
            raise NotOfferedError(f"{self.name} may not write in {channel.name}")
        if not 0 < len(content) <= LONGEST_CONTENT:
            raise NotOfferedError(f"{len(content)} characters are too many or too few")
        message = Message(channel, self, content, kind=REPLY if reply_to else PLAIN, reference=reply_to)
        message.pings = self._pings(message, ping=ping)
        return message.post()

    def edit(self, message: Message, content: str) -> None:
        """Change one's message."""
        message.content = content
        message.pings = self._pings(message, ping=message.reference is not None)
        message.edited = dt.datetime.now(dt.UTC)
        message.change()

    def _pings(self, message: Message, *, ping: bool) -> Pings:
        replied = message.reference.author if message.reference and ping else None
        return pings_of(message, None, replied=replied, users_only=False)

    def commands(self, channel: Channel) -> list[str]:
        """Give the names of the slash commands that the person sees in a place."""
        return sorted(offered(self, channel))

    def slash(self, channel: Channel, command: str, /, **options: object) -> Interaction:
        """Use a slash command; a subcommand's names are parted by spaces.

        Raises:
            NotOfferedError: Discord does not offer it here, or not with these options.
        """
        chosen, path = self._command(channel, command)
        return self._use(Sort.COMMAND, channel, fill(chosen, path, options), self._owners(channel, chosen))

    def autocomplete(self, channel: Channel, command: str, option: str, typed: str, /, **options: object) -> Interaction:
        """Begin to type an option; the suggestions are in the interaction's `choices`.

        Raises:
            NotOfferedError: as `slash`; or the option suggests nothing.
        """
        chosen, path = self._command(channel, command)
        data = fill(chosen, path, {**options, option: typed}, focus=option)
        return self._use(Sort.AUTOCOMPLETE, channel, data, self._owners(channel, chosen))

    def context(self, message: Message, command: str) -> Interaction:
        """Use a command of a message's menu; the bot gets the message with all that is in it.

        Raises:
            NotOfferedError: Discord does not offer it there.
        """
        menu = offered(self, message.channel, MESSAGE)
        if command not in menu:
            raise NotOfferedError(f"{self.name} does not see {command!r} in the menu, but: {', '.join(menu) or 'nothing'}")
        resolved = {"messages": {str(message.id): payloads.message(message)}}
        chosen = menu[command]
        data = {"id": chosen["id"], "name": command, "type": MESSAGE, "target_id": str(message.id), "resolved": resolved}
        return self._use(Sort.COMMAND, message.channel, data, self._owners(message.channel, chosen))

    def press(self, message: Message, button: str) -> Interaction:
        """Press the button with this label, or this custom id.

        Raises:
            NotOfferedError: there is none, or it cannot be pressed.
        """
        found = self._button(message, button)
        data: Json = {"component_type": parts.BUTTON, "custom_id": found.custom_id}
        return self._use(Sort.COMPONENT, message.channel, data, self._heir(message), message)

    def choose(self, message: Message, *wanted: str, placeholder: str | None = None) -> Interaction:
        """Choose lines of a menu by their labels or values; of several menus that with the placeholder.

        Raises:
            NotOfferedError: there is no such menu or line.
        """
        menu = self._menu(message, placeholder)
        values = [option.value for word in wanted for option in menu.options if word in {option.label, option.value}]
        if len(values) != len(wanted):
            raise NotOfferedError(f"{wanted} are not all in the menu: {', '.join(option.label for option in menu.options)}")
        data: Json = {"component_type": parts.MENU, "custom_id": menu.custom_id, "values": values}
        return self._use(Sort.COMPONENT, message.channel, data, self._heir(message), message)

    def pick(self, message: Message, menu: str, *picked: Channel | Role) -> Interaction:
        """Choose channels, or roles, in the menu with this custom id.

        Raises:
            NotOfferedError: there is no such menu, or it takes more or fewer, or others.
        """
        self._sees(message)
        found = next((one for one in parts.walk(message.components) if one.get("custom_id") == menu), None)
        if found is None or found["type"] not in {parts.CHANNELS, parts.ROLES}:
            raise NotOfferedError(f"there is no such menu {menu!r} in {message!r}")
        channels = [one for one in picked if isinstance(one, Channel)]
        roles = [one for one in picked if isinstance(one, Role)]
        kinds = found.get("channel_types") or [int(channel.kind) for channel in channels]
        fits = found.get("min_values", 1) <= len(picked) <= found.get("max_values", 1)
        strange = roles if found["type"] == parts.CHANNELS else channels
        if not fits or strange or any(channel.kind not in kinds for channel in channels):
            raise NotOfferedError(f"{menu!r} does not take these")
        resolved = {
            "channels": {str(one.id): payloads.channel(one, viewer=self.world.bot) for one in channels},
            "roles": {str(one.id): payloads.role(one) for one in roles},
        }
        values = [str(one.id) for one in picked]
        told = {key: value for key, value in resolved.items() if value}
        data: Json = {"component_type": found["type"], "custom_id": menu, "values": values, "resolved": told}
        return self._use(Sort.COMPONENT, message.channel, data, self._heir(message), message)

    def submit(self, opened: Interaction, answers: Mapping[str, str]) -> Interaction:
        """Fill in the form that an interaction has opened, by the fields' labels or custom ids, and send it.

        Raises:
            NotOfferedError: no form is open, or it cannot be sent like this.
        """
        form = opened.form
        if form is None:
            raise NotOfferedError("no form is open")
        values: dict[str, str] = {}
        for one in form.fields:
            value = answers.get(one.label, answers.get(one.custom_id, ""))
            if (one.required and not value) or len(value) > (one.longest or 4000):
                raise NotOfferedError(f"{one.label!r} is filled in wrongly: {value!r}")
            values[one.custom_id] = value
        data: Json = {
            "custom_id": form.custom_id,
            "components": [_filled(one, values) for one in parts.numbered(form.components)],
        }
        made = Interaction(Sort.FORM, self, opened.channel, data, opened.context, opened.owners, opened.source, opened)
        self.world.use(made)
        return made

    def _command(self, channel: Channel, line: str) -> tuple[Json, list[str]]:
        name, *path = line.split()
        menu = offered(self, channel, CHAT_INPUT)
        if name not in menu:
            raise NotOfferedError(
                f"{self.name} does not see /{name} in {channel.name or 'private'}, but: {', '.join(menu) or 'nothing'}"
            )
        return menu[name], path

    def _owners(self, channel: Channel, command: Json) -> dict[str, str]:
        return owners(self, channel, command["integration_types"])

    def _heir(self, message: Message) -> dict[str, str]:
        """Give the owners of what a person does with a message: those of the interaction from which the message came."""
        return message.asked.owners if message.asked else owners(self, message.channel, (FOR_GUILD, FOR_USER))

    def _button(self, message: Message, wanted: str) -> Button:
        self._sees(message)
        for button in message.buttons:
            if wanted in {button.label, button.custom_id}:
                if button.disabled or button.custom_id is None:
                    raise NotOfferedError(f"{wanted!r} cannot be pressed")
                return button
        raise NotOfferedError(
            f"there is no button {wanted!r}, but: {', '.join(button.label for button in message.buttons) or 'none'}"
        )

    def _menu(self, message: Message, placeholder: str | None) -> Menu:
        self._sees(message)
        for menu in message.menus:
            if placeholder in {None, menu.placeholder} and not menu.disabled:
                return menu
        raise NotOfferedError(f"there is no such menu in {message!r}")

    def _sees(self, message: Message) -> None:
        hidden = message.ephemeral and not (message.asked and message.asked.person is self)
        if message.removed or hidden or not message.channel.permissions(self).view_channel:
            raise NotOfferedError(f"{self.name} does not see this message")

    def _use(self, sort: Sort, channel: Channel, data: Json, owned: dict[str, str], source: Message | None = None) -> Interaction:
        interaction = Interaction(sort, self, channel, data, context(channel), owned, source)
        self.world.use(interaction)
        return interaction


def _filled(component: Json, values: Mapping[str, str]) -> Json:
    """Give a form's part as it comes back: only what was filled in."""
    kept: Json = {key: component[key] for key in ("type", "id", "custom_id") if key in component}
    if component["type"] == parts.INPUT:
        kept["value"] = values[component["custom_id"]]
    if "components" in component:
        kept["components"] = [_filled(inner, values) for inner in component["components"]]
    if "component" in component:
        kept["component"] = _filled(component["component"], values)
    return kept
