"""A strict iCalendar reader, written from RFC 5545 alone: a second opinion on what the icalendar package writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE = re.compile(
    r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)', re.DOTALL
)  # section 3.1
_TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}
_ONCE = {
    "VCALENDAR": {"PRODID", "VERSION", "UID", "METHOD"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
_FORMS = {
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "LAST-MODIFIED": r"\d{8}T\d{6}Z",
    "DTSTART": r"\d{8}T\d{6}Z",
    "DTSTART;VALUE=DATE": r"\d{8}",
    "DTEND;VALUE=DATE": r"\d{8}",
    "SEQUENCE": r"\d{1,10}",
    "STATUS": r"CONFIRMED|TENTATIVE|CANCELLED",
    "TRIGGER": r"-P(\d+D)?(T(\d+H)?(\d+M)?)?",
    "VERSION": r"2\.0",
}


@dataclass
class Component:
    name: str
    values: dict[str, str] = field(default_factory=dict)
    """Each property's value by its name; with its parameters as in `DTSTART;VALUE=DATE`."""
    parts: list[Component] = field(default_factory=list)

    def all_of(self, name: str) -> list[Component]:
        return [part for part in self.parts if part.name == name]


def read(content: bytes) -> Component:
    """Read one calendar; AssertionError where it breaks a rule of the RFC."""
    assert content.endswith(b"\r\n"), "the last line is not ended"
    for octets in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(octets) <= 75, f"longer than 75 octets: {octets!r}"
        octets.decode()  # a character is never cut in two
    text = content.decode().removesuffix("\r\n").replace("\r\n ", "")
    root = Component("")
    open_ones = [root]
    for line in text.split("\r\n"):
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), f"a control character: {line!r}"
        match = _LINE.fullmatch(line)
        assert match, f"not a content line: {line!r}"
        name, parameters, value = match.groups()
        if name == "BEGIN":
            open_ones[-1].parts.append(Component(value))
            open_ones.append(open_ones[-1].parts[-1])
        elif name == "END":
            assert open_ones.pop().name == value
        else:
            _take(open_ones[-1], name, name + parameters, value)
    assert open_ones == [root], "a component is not ended"
    (calendar,) = root.parts
    _check(calendar, "VCALENDAR")
    return calendar


def _take(component: Component, name: str, key: str, value: str) -> None:
    assert key not in component.values, f"{key} twice in {component.name}"
    if form := _FORMS.get(key):
        assert re.fullmatch(form, value), f"{key}:{value}"
    component.values[key] = unescaped(value) if name in _TEXTS else value


def unescaped(value: str) -> str:
    """Read a TEXT value (section 3.3.11): only these four escapes exist, and a bare comma or semicolon ends it."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), f"not a TEXT: {value!r}"
    return re.sub(r"\\(.)", lambda escape: "\n" if escape[1] in "nN" else escape[1], value)


def _check(component: Component, *names: str) -> None:
    assert component.name in names, f"{component.name} stands where {names} were expected"
    given = {key.partition(";")[0] for key in component.values}
    assert given >= _ONCE[component.name], f"{component.name} lacks {_ONCE[component.name] - given}"
    inside = {"VCALENDAR": ("VEVENT",), "VEVENT": ("VALARM",), "VALARM": ()}[component.name]
    for part in component.parts:
        _check(part, *inside)
