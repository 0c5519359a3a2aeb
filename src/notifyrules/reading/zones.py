"""Time zones by their IANA names."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator

from notifyrules.reading.nearest import nearest
from notifyrules.reading.problems import shown
from notifyrules.reading.strict import wrong


def _known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        match = nearest(name, available_timezones())
        told = f"did you mean {match!r}?" if match else "expected an IANA name such as America/New_York"
        raise wrong(f"unknown time zone {shown(name)}; {told}") from None
    return name


ZoneName = Annotated[str, AfterValidator(_known)]
