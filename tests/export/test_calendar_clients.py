"""The calendar as programs that are not ours read it: two parsers, and khal where it is installed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject

from notifyrules.export.calendar import to_calendar
from tests.export.judged import judged

STAMP = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
FIRST = to_calendar(judged(), stamp=STAMP)
MOVED = to_calendar(judged(("2026-03-02T20:30Z", "2026-03-05T20:30Z")), stamp=LATER, previous=FIRST)
GONE = to_calendar(judged(("US-NY: 3, ", "")), stamp=LATER, previous=FIRST)
ALL_DAY = {
    "Report within three days": dt.date(2026, 3, 6),
    "Letter to the people": dt.date(2026, 4, 1),
    "Statement": dt.date(2026, 4, 2),
}
AT_AN_HOUR = {"Word within the hour": dt.datetime(2026, 3, 2, 21, 30, tzinfo=dt.UTC)}


def test_vobject_reads_the_same_days_and_hours() -> None:
    calendar = vobject.readOne(FIRST.decode())
    events = {str(event.summary.value).partition(": ")[2]: event for event in calendar.vevent_list}
    assert len(calendar.vevent_list) == 8
    assert events["Word within the hour"].dtstart.value == AT_AN_HOUR["Word within the hour"]
    starts = [event.dtstart.value for event in calendar.vevent_list if not isinstance(event.dtstart.value, dt.datetime)]
    assert set(ALL_DAY.values()) <= set(starts)
    assert all(event.valarm_list for event in calendar.vevent_list)


def test_ics_py_reads_the_same_days_and_hours() -> None:
    calendar = ics.Calendar(FIRST.decode())
    assert len(calendar.events) == 8
    by_name = {event.name.partition(": ")[2]: event for event in calendar.events}
    assert by_name["Word within the hour"].begin.datetime == AT_AN_HOUR["Word within the hour"]
    assert not by_name["Word within the hour"].all_day
    assert by_name["Statement"].all_day
    assert by_name["Statement"].begin.date() == ALL_DAY["Statement"]


@pytest.mark.parametrize("content", [MOVED, GONE])
def test_taken_again_no_event_is_dropped_and_those_that_changed_rise(content: bytes) -> None:
    before, after = (
        {each.uid.value: (each.dtstart.value, int(each.sequence.value)) for each in vobject.readOne(text).vevent_list}
        for text in (FIRST.decode(), content.decode())
    )
    assert set(after) == set(before)
    assert all(after[uid][1] > before[uid][1] for uid in before if after[uid][0] != before[uid][0])
    assert {event.uid for event in ics.Calendar(content.decode()).events} == set(after)


KHAL = shutil.which("khal")
CONFIGURATION = """\
[calendars]
[[duties]]
path = {folder}/calendar
type = calendar
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
[default]
default_calendar = duties
"""


class Client:
    """A calendar program of the distribution, with a calendar of its own."""

    def __init__(self, folder: Path, zone: str) -> None:
        (folder / "calendar").mkdir(parents=True)
        self.folder = folder
        self.configuration = folder / "khal.conf"
        self.configuration.write_text(CONFIGURATION.format(folder=folder, zone=zone), encoding="utf-8")

    def _run(self, *arguments: str) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        command = [KHAL or "khal", "-c", str(self.configuration), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60).stdout

    def take(self, content: bytes) -> None:
        path = self.folder / "deadlines.ics"
        path.write_bytes(content)
        self._run("import", "--batch", "-a", "duties", str(path))

    def events(self) -> list[tuple[str, str, str, str]]:
        listed = self._run(
            "list", "2026-02-25", "90d", "--day-format", "", "--format", "{start-date}|{start-time}|{title}|{status}"
        )
        return [tuple(line.strip().split("|")) for line in listed.splitlines() if line.strip()]  # type: ignore[misc]


needs_khal = pytest.mark.skipif(KHAL is None, reason="khal is not installed here")


@needs_khal
@pytest.mark.parametrize("zone", ["Australia/Sydney", "Asia/Singapore", "Pacific/Honolulu", "America/New_York"])
def test_all_day_and_timed_events_land_right_wherever_the_reader_sits(zone: str, tmp_path: Path) -> None:
    client = Client(tmp_path / "khal", zone)
    client.take(FIRST)
    events = {
        title.partition(": ")[2]: (day, hour)
        for day, hour, title, _ in client.events()
        if "New York" in title or "Authority" in title
    }
    assert events["Letter to the people"] == ("2026-04-01", "")
    local = AT_AN_HOUR["Word within the hour"].astimezone(ZoneInfo(zone))
    assert events["Word within the hour"] == (f"{local:%Y-%m-%d}", f"{local:%H:%M}")


@needs_khal
def test_taken_again_after_the_facts_changed_events_move_and_none_doubles(tmp_path: Path) -> None:
    client = Client(tmp_path / "khal", "Asia/Singapore")
    client.take(FIRST)
    before = {title: day for day, _, title, _ in client.events()}
    client.take(MOVED)
    after = client.events()
    assert len(after) == len(before) == 8
    moved = {title: day for day, _, title, _ in after}
    # three days later, but for the bank office, which counts from the determination
    for title, day in before.items():
        days = 0 if title.startswith("Bank Office") else 3
        assert moved[title] == (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat(), title


@needs_khal
def test_a_duty_that_is_gone_is_shown_as_cancelled(tmp_path: Path) -> None:
    client = Client(tmp_path / "khal", "America/New_York")
    client.take(FIRST)
    client.take(GONE)
    found = {title: status for _, _, title, status in client.events()}
    assert len(found) == 8
    assert {title for title, status in found.items() if status.strip() == "CANCELLED"} == {
        title for title in found if "New York" in title or "Bank Office" in title
    }
