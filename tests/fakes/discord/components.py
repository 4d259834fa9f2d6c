"""The buttons and menus below a message, as a person sees them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.fakes.discord.errors import Json

ROW, BUTTON, MENU, INPUT, ROLES, CHANNELS, LABEL = 1, 2, 3, 4, 6, 8, 18
LINK_STYLE = 5


@dataclass(frozen=True, slots=True)
class Button:
    """A button; one that opens an address has no custom id."""

    label: str
    custom_id: str | None
    url: str | None
    style: int
    disabled: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A line of a menu."""

    label: str
    value: str
    description: str | None


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu to choose from."""

    custom_id: str
    placeholder: str | None
    options: tuple[Option, ...]
    disabled: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A text field of a form."""

    custom_id: str
    label: str
    required: bool
    longest: int | None


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Give components and what is nested in them, in order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("component", "accessory"):
            if component.get(key):
                yield from walk([component[key]])


def buttons(components: Iterable[Json]) -> list[Button]:
    """Give the buttons in order."""
    return [
        Button(
            one.get("label") or (one.get("emoji") or {}).get("name") or "",
            one.get("custom_id"),
            one.get("url"),
            one["style"],
            bool(one.get("disabled")),
        )
        for one in walk(components)
        if one["type"] == BUTTON
    ]


def menus(components: Iterable[Json]) -> list[Menu]:
    """Give the menus of texts in order."""
    return [
        Menu(
            one["custom_id"],
            one.get("placeholder"),
            tuple(Option(line["label"], line["value"], line.get("description")) for line in one["options"]),
            bool(one.get("disabled")),
        )
        for one in walk(components)
        if one["type"] == MENU
    ]


def fields(components: Iterable[Json]) -> list[Field]:
    """Give the text fields of a form; a field has its label itself or from what holds it."""
    found = []
    for one in walk(components):
        holder = one if one["type"] == LABEL else {}
        inner = holder.get("component") or one
        if inner["type"] != INPUT or (not holder and not inner.get("label")):
            continue
        label = holder.get("label") or inner["label"]
        found.append(Field(inner["custom_id"], label, inner.get("required", True), inner.get("max_length")))
    return found


def numbered(components: Iterable[Json]) -> list[Json]:
    """Give components as Discord hands them back: each with a number."""
    counter = iter(range(1, 10_000))

    def number(component: Json) -> Json:
        done: Json = {"id": next(counter)} | {key: value for key, value in component.items() if value is not None}
        if done["type"] == MENU:
            done = {"min_values": 1, "max_values": 1} | done
        if "components" in done:
            done["components"] = [number(inner) for inner in done["components"]]
        for key in ("component", "accessory"):
            if key in done:
                done[key] = number(done[key])
        return done

    return [number(component) for component in components]
