"""A jurisdiction file: whose law, in which time zone, told to which authorities, under which regimes."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from notifyrules.law.regime import Regime
from notifyrules.law.words import Day, Place, RecipientKind, Slug, Text
from notifyrules.reading import Strict


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        text = f"unknown time zone {name!r}; expected an IANA name such as America/New_York"
        raise PydanticCustomError("zone", "{text}", {"text": text}) from None
    return name


class Channel(Strict):
    """How an authority is reached."""

    portal: Text | None = None
    email: Text | None = None
    post: Text | None = None
    phone: Text | None = None
    note: Text | None = None


class Authority(Strict):
    """An office that is told; `checked` is the day somebody tried the channel, null where nobody has."""

    kind: RecipientKind
    name: Text
    channel: Channel = Channel.model_construct()
    checked: Day | None


class HolidayCalendar(Strict):
    """The public holidays that business days are counted by: ISO 3166 country and part."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    subdivision: Text | None = None
    leave_out: tuple[Text, ...] = ()
    cite: Text | None = None


class TimeRule(Strict):
    """A general statute on counting time that may carry a last day on a weekend or holiday further."""

    cite: Text
    note: Text


class Jurisdiction(Strict):
    """One file of law. Authorities are named by the short id that duties use in `notify`."""

    jurisdiction: Place
    name: Text
    timezone: Annotated[str, AfterValidator(_known_zone)]
    holidays: HolidayCalendar | None = None
    time_rule: TimeRule | None = None
    authorities: dict[Slug, Authority] = {}
    regimes: Annotated[tuple[Regime, ...], Field(min_length=1)]
    definitions: dict[str, object] = {}
    """Parts shared by several entries through YAML anchors (`&name`) and aliases (`*name`)."""
