"""Reads a calendar file by the rules of RFC 5545 alone, so that what another library wrote is checked by a second reader."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_LINE = 75
"""Octets of a line without its end (section 3.1)."""

_LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<rest>(?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(?P<value>.*)', re.DOTALL
)
_PARAMETER = re.compile(r';([A-Z-]+)=("[^"]*"|[^";:,]*)')
_ESCAPED = re.compile(r"\\(.)")


@dataclass
class Property:
    """A line: its parameters and its value as written."""

    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, unescaped (section 3.3.11); an unescaped comma or semicolon is refused."""
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", re.sub(r"\\[;,]", "", self.value)), self.value
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Component:
    """A component: its lines by name, and the components in it."""

    name: str
    lines: dict[str, list[Property]] = field(default_factory=dict)
    parts: "list[Component]" = field(default_factory=list)

    def one(self, name: str) -> Property:
        """Give the only line of that name."""
        (found,) = self.lines[name]
        return found

    def of(self, name: str) -> "list[Component]":
        """Give the components of that name in it."""
        return [part for part in self.parts if part.name == name]


def read(content: bytes) -> Component:
    """Give the calendar of a file; whatever breaks the form raises AssertionError."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert all(0 < len(line) <= LONGEST_LINE for line in lines)
    unfolded = content[:-2].replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")
    stack = [Component("")]
    for line in unfolded:
        found = _LINE.fullmatch(line)
        assert found, line
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            done = stack.pop()
            assert done.name == value
            stack[-1].parts.append(done)
        else:
            parameters = {key: text.strip('"') for key, text in _PARAMETER.findall(found["rest"])}
            stack[-1].lines.setdefault(name, []).append(Property(parameters, value))
    (root,) = stack
    (calendar,) = root.parts
    assert calendar.name == "VCALENDAR"
    return calendar


def day(line: Property) -> dt.date:
    """Give a whole day."""
    assert line.parameters == {"VALUE": "DATE"}
    return dt.datetime.strptime(line.value, "%Y%m%d").replace(tzinfo=dt.UTC).date()


def instant(line: Property, calendar: Component) -> dt.datetime:
    """Give an instant in UTC: one written so, or a local time read by the rules that the file itself has for its zone."""
    if line.value.endswith("Z"):
        assert not line.parameters
        return _clock(line.value[:-1]).replace(tzinfo=dt.UTC)
    zone = next(zone for zone in calendar.of("VTIMEZONE") if zone.one("TZID").text == line.parameters["TZID"])
    local = _clock(line.value)
    _, _, offset = max(onset for onset in _onsets(zone) if onset[0] <= local)
    return (local - offset).replace(tzinfo=dt.UTC)


def instants(zone: Component) -> Iterator[tuple[dt.datetime, dt.timedelta, dt.timedelta]]:
    """Give the instants at which the clocks of a zone change, with the offsets before and after."""
    for local, before, after in _onsets(zone):
        yield (local - before).replace(tzinfo=dt.UTC), before, after


def _onsets(zone: Component) -> Iterator[tuple[dt.datetime, dt.timedelta, dt.timedelta]]:
    """Give from when on, by the clocks before (section 3.6.5), which offset holds, between the offsets before and after."""
    for rule in zone.parts:
        times = [rule.one("DTSTART").value]
        times += [time for line in rule.lines.get("RDATE", []) for time in line.value.split(",")]
        for time in times:
            yield _clock(time), _offset(rule.one("TZOFFSETFROM").value), _offset(rule.one("TZOFFSETTO").value)


def _clock(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone stands elsewhere in the file


def _offset(text: str) -> dt.timedelta:
    found = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", text)
    assert found, text
    size = dt.timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -size if found[1] == "-" else size
