"""The iCalendar file: read back by the icalendar package and by a strict reader of our own."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest

from notifyrules import Assessment
from notifyrules.export.calendar import to_calendar
from tests.export import rfc5545
from tests.export.judged import judged

STAMP = dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
LATER = STAMP + dt.timedelta(days=1)
HELD = (
    "organisation:",
    "  law_enforcement_hold: {by: FBI, from: 2026-03-03, until: unknown, written: yes}\norganisation:",
)
NOBODY_IN_NEW_YORK = ("US-NY: 3, ", "")
DISCOVERED_A_DAY_LATER = ("discovered: 2026-03-02T20:30Z", "discovered: 2026-03-03T20:30Z")


def calendar_of(assessment: Assessment, *, stamp: dt.datetime = STAMP, previous: bytes | None = None) -> bytes:
    return to_calendar(assessment, stamp=stamp, previous=previous)


def events(content: bytes) -> dict[str, rfc5545.Component]:
    """Return the events by the duty that opens their description."""
    return {event.values["DESCRIPTION"].partition(" ")[0]: event for event in rfc5545.read(content).all_of("VEVENT")}


def test_both_readers_find_one_event_for_each_dated_duty() -> None:
    content = calendar_of(judged())
    expected = [
        "customer-terms/customer",
        "test-au/commissioner",
        "test-hi/individuals",
        "test-hi/office",
        "test-ny/bank-office",
        "test-ny/individuals",
        "test-sg/authority",
        "test-sg/authority-at-once",
    ]
    assert sorted(events(content)) == expected
    other = icalendar.Calendar.from_ical(content)
    assert sorted(str(event["description"]).partition(" ")[0] for event in other.walk("VEVENT")) == expected


@pytest.mark.parametrize(
    ("duty", "first", "after"),
    [
        ("test-au/commissioner", "20260402", "20260403"),  # 3 March in Sydney is day 0
        ("test-sg/authority", "20260306", "20260307"),  # 3 March in Singapore is day 0
        ("test-ny/individuals", "20260401", "20260402"),  # 2 March in New York is day 0
        ("test-hi/individuals", "20260416", "20260417"),  # 2 March in Honolulu is day 0
    ],
)
def test_a_day_count_is_an_all_day_event_on_the_last_day_in_the_jurisdiction(duty: str, first: str, after: str) -> None:
    event = events(calendar_of(judged()))[duty]
    assert event.values["DTSTART;VALUE=DATE"] == first
    assert event.values["DTEND;VALUE=DATE"] == after


@pytest.mark.parametrize(
    ("duty", "instant"),
    [
        ("test-sg/authority-at-once", "20260302T213000Z"),
        ("test-ny/bank-office", "20260309T170000Z"),  # 72 hours are 72, though the clocks of New York leave one out
        ("customer-terms/customer", "20260303T203000Z"),
    ],
)
def test_an_hour_count_is_an_event_at_its_instant_in_utc(duty: str, instant: str) -> None:
    event = events(calendar_of(judged()))[duty]
    assert event.values["DTSTART"] == instant
    assert not any(name.startswith("DTEND") for name in event.values)


def test_an_all_day_event_reminds_at_nine_three_days_and_one_day_before() -> None:
    alarms = events(calendar_of(judged()))["test-ny/individuals"].all_of("VALARM")
    assert [alarm.values["TRIGGER"] for alarm in alarms] == ["-P2DT15H", "-PT15H"]
    assert {alarm.values["ACTION"] for alarm in alarms} == {"DISPLAY"}
    assert alarms[0].values["DESCRIPTION"] == "affected individuals (New York): Letter to the people"


def test_a_timed_event_reminds_half_a_day_and_half_an_hour_before() -> None:
    alarms = events(calendar_of(judged()))["test-ny/bank-office"].all_of("VALARM")
    assert [alarm.values["TRIGGER"] for alarm in alarms] == ["-PT12H", "-PT30M"]


def test_a_required_duty_is_confirmed_and_an_undetermined_one_tentative_and_says_so() -> None:
    found = events(calendar_of(judged()))
    assert found["test-hi/individuals"].values["STATUS"] == "CONFIRMED"
    assert found["test-hi/office"].values["STATUS"] == "TENTATIVE"
    assert found["test-hi/office"].values["SUMMARY"] == (
        "[undetermined] Office of Test Protection: Report to the office"
    )


def test_a_provisional_date_is_marked() -> None:
    found = events(calendar_of(judged(("determined: 2026-03-06T12:00-05:00", "determined: unknown"))))
    assert found["test-ny/bank-office"].values["SUMMARY"].startswith("[provisional] ")


def test_an_event_tells_date_law_counting_and_channel() -> None:
    told = events(calendar_of(judged()))["test-hi/office"].values["DESCRIPTION"].split("\n")
    assert told[0] == "test-hi/office (undetermined, law)"
    assert told[1] == "Due: Thu 16 Apr 2026 23:59 UTC-10:00"
    assert told[2] == "Law: Test Act HI: HI 6; 45 days after discovery"
    assert "Day 0 is Mon 2 Mar 2026" in told[3]
    assert "Hangs on: cohorts[staff].residents.US-HI" in told
    assert "Channel: https://office.example/form; office@office.example (checked 2026-11-01)" in told


def test_uids_are_the_same_in_every_run_and_when_the_facts_change() -> None:
    before = {duty: event.values["UID"] for duty, event in events(calendar_of(judged())).items()}
    changed = calendar_of(judged(DISCOVERED_A_DAY_LATER), stamp=LATER)
    assert {duty: event.values["UID"] for duty, event in events(changed).items()} == before
    assert len(set(before.values())) == len(before)


def test_two_incidents_share_no_uid() -> None:
    ours = {event.values["UID"] for event in events(calendar_of(judged())).values()}
    theirs = {event.values["UID"] for event in events(calendar_of(judged(("INC-1", "INC-2")))).values()}
    assert not ours & theirs


# --- written over the earlier file


def test_nothing_changed_so_a_day_later_the_same_bytes_are_written() -> None:
    first = calendar_of(judged())
    assert calendar_of(judged(), stamp=LATER, previous=first) == first


def test_a_first_sequence_counts_the_seconds_since_2020() -> None:
    event = events(calendar_of(judged()))["test-hi/individuals"]
    assert event.values["SEQUENCE"] == str((2_260 * 24 + 14) * 3600)  # 2020-01-01T00:00Z to 2026-03-10T14:00Z
    assert event.values["DTSTAMP"] == "20260310T140000Z"


def test_sequence_rises_only_where_the_date_moved() -> None:
    first = calendar_of(judged())
    moved = ("determined: 2026-03-06T12:00-05:00", "determined: 2026-03-07T12:00-05:00")
    second = calendar_of(judged(moved), stamp=LATER, previous=first)
    before, after = events(first), events(second)
    rose = {duty for duty in after if int(after[duty].values["SEQUENCE"]) > int(before[duty].values["SEQUENCE"])}
    assert rose == {"test-ny/bank-office"}
    assert after["test-ny/bank-office"].values["DTSTART"] == "20260310T170000Z"
    assert after["test-ny/bank-office"].values["DTSTAMP"] == "20260311T140000Z"
    assert after["test-ny/individuals"].values == before["test-ny/individuals"].values


def test_sequence_rises_even_where_the_clock_was_set_back() -> None:
    first = calendar_of(judged())
    second = calendar_of(judged(DISCOVERED_A_DAY_LATER), stamp=STAMP - dt.timedelta(days=900), previous=first)
    before, after = events(first), events(second)
    assert (
        int(after["test-hi/individuals"].values["SEQUENCE"])
        == int(before["test-hi/individuals"].values["SEQUENCE"]) + 1
    )


@pytest.mark.parametrize(("year", "sequence"), [(1970, "0"), (2500, "2147483647")])
def test_a_sequence_stays_within_what_the_rfc_allows_whatever_the_clock_says(year: int, sequence: str) -> None:
    content = calendar_of(judged(), stamp=dt.datetime(year, 1, 1, tzinfo=dt.UTC))
    assert {event.values["SEQUENCE"] for event in events(content).values()} == {sequence}


def test_a_duty_that_is_gone_becomes_cancelled_and_stays_so_without_alarms() -> None:
    first = calendar_of(judged())
    second = calendar_of(judged(NOBODY_IN_NEW_YORK), stamp=LATER, previous=first)
    before, after = events(first)["test-ny/individuals"], events(second)["test-ny/individuals"]
    assert after.values["STATUS"] == "CANCELLED"
    assert after.values["UID"] == before.values["UID"]
    assert after.values["DTSTART;VALUE=DATE"] == "20260401"
    assert int(after.values["SEQUENCE"]) > int(before.values["SEQUENCE"])
    assert after.parts == []
    third = calendar_of(judged(NOBODY_IN_NEW_YORK), stamp=LATER + dt.timedelta(days=1), previous=second)
    assert third == second


def test_a_duty_that_comes_back_is_confirmed_again_with_a_higher_sequence() -> None:
    first = calendar_of(judged())
    gone = calendar_of(judged(NOBODY_IN_NEW_YORK), stamp=LATER, previous=first)
    back = calendar_of(judged(), stamp=LATER + dt.timedelta(days=1), previous=gone)
    before, after = events(gone)["test-ny/individuals"], events(back)["test-ny/individuals"]
    assert after.values["STATUS"] == "CONFIRMED"
    assert int(after.values["SEQUENCE"]) > int(before.values["SEQUENCE"])
    assert len(after.all_of("VALARM")) == 2


def test_a_duty_whose_date_a_hold_suspends_is_cancelled_too() -> None:
    first = calendar_of(judged())
    second = events(calendar_of(judged(HELD), stamp=LATER, previous=first))
    assert second["test-hi/individuals"].values["STATUS"] == "CANCELLED"
    assert second["test-ny/individuals"].values["STATUS"] == "CONFIRMED"


def test_a_notice_that_was_given_has_no_event_and_cancels_the_one_it_had() -> None:
    given = ("  findings:", "  notices_given: {test-au/commissioner: 2026-03-09}\n  findings:")
    assert "test-au/commissioner" not in events(calendar_of(judged(given)))
    first = calendar_of(judged())
    second = events(calendar_of(judged(given), stamp=LATER, previous=first))
    assert second["test-au/commissioner"].values["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    "previous",
    [
        b"",
        b"shopping list: milk, eggs\n",
        b"\x00\xff\xfe\x80",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:cut off",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    ],
)
def test_an_earlier_file_that_is_no_calendar_is_passed_over(previous: bytes) -> None:
    assert calendar_of(judged(), previous=previous) == calendar_of(judged())


def test_the_events_of_somebody_elses_calendar_are_not_cancelled() -> None:
    wedding = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Me//Me//EN\r\nBEGIN:VEVENT\r\nUID:wedding@home.example\r\n"
        b"DTSTAMP:20260101T000000Z\r\nDTSTART:20260801T120000Z\r\nSUMMARY:Wedding\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert calendar_of(judged(), previous=wedding) == calendar_of(judged())


def test_the_deadlines_of_another_incident_are_not_cancelled() -> None:
    other = calendar_of(judged(("INC-1", "INC-2")))
    assert calendar_of(judged(), previous=other) == calendar_of(judged())


@pytest.mark.parametrize("name", [b"SEQUENCE:", b"DTSTAMP:", b"LAST-MODIFIED:", b"UID:"])
@pytest.mark.parametrize("left", [[], [b"nonsense"]])
def test_an_earlier_event_whose_stamps_were_lost_or_spoilt_gets_new_ones(name: bytes, left: list[bytes]) -> None:
    head, *rest = calendar_of(judged()).split(b"BEGIN:VEVENT")
    body = b"BEGIN:VEVENT".join([b"", *rest])
    lines = [
        line
        for each in body.split(b"\r\n")
        for line in ([name + value for value in left] if each.startswith(name) else [each])
    ]
    content = calendar_of(judged(), stamp=LATER, previous=head + b"\r\n".join(lines))
    whole = [event for event in events(content).values() if event.values["STATUS"] != "CANCELLED"]
    assert {event.values["DTSTAMP"] for event in whole} == {"20260311T140000Z"}


# --- hostile text

HOSTILE = r"x\r\nBEGIN:VEVENT\r\nUID:evil@evil\r\nEND:VEVENT\n; , : \\ \e[31m \u202e \u2028 \x85 \" \t ätt"
"""As it is written between double quotes in YAML."""


def hostile() -> Assessment:
    return judged(
        ("id: INC-1", f'id: "{HOSTILE}"'),
        ("title: A lost laptop", f'title: "{HOSTILE}"'),
        ("name: Example Ltd", f'name: "{HOSTILE}"'),
        ("id: staff", f'id: "{HOSTILE}"'),
    )


def test_text_in_the_facts_cannot_break_out_of_its_place() -> None:
    content = calendar_of(hostile())
    strict = rfc5545.read(content)
    assert len(strict.all_of("VEVENT")) == 8
    assert all(event.values["UID"].endswith("@notifyrules") for event in strict.all_of("VEVENT"))
    shown = strict.values["X-WR-CALNAME"]
    assert "BEGIN:VEVENT UID:evil@evil END:VEVENT ; , : \\ \N{REPLACEMENT CHARACTER}[31m" in shown
    assert "ätt" in shown
    assert not any(ord(character) < 32 or character in "\u202e\u2028\x85" for character in shown)
    hanging = next(event for event in strict.all_of("VEVENT") if event.values["STATUS"] == "TENTATIVE")
    assert "BEGIN:VEVENT" in hanging.values["DESCRIPTION"]  # the cohort's id, as harmless text
    other = icalendar.Calendar.from_ical(content)
    assert len(other.walk("VEVENT")) == 8


@pytest.mark.parametrize("name", ["C:\\new\\nightly", "a;b,c:d", "\\\\server\\share", "back\\"])
def test_backslashes_and_separators_never_make_an_event_look_changed(name: str) -> None:
    quoted = ("id: staff", f"id: '{name}'")
    first = calendar_of(judged(quoted))
    assert calendar_of(judged(quoted), stamp=LATER, previous=first) == first


def test_long_lines_of_wide_characters_are_folded_between_characters() -> None:
    title = "データ漏えい🔥" * 30
    content = calendar_of(judged(("title: A lost laptop", f"title: {title}")))
    calendar = rfc5545.read(content)  # asserts 75 octets a line, whole characters and CRLF
    assert calendar.values["X-WR-CALNAME"] == f"Notification deadlines: INC-1 · {title}"
    assert calendar.values["NAME"] == calendar.values["X-WR-CALNAME"]


def test_an_assessment_without_dates_makes_a_calendar_without_events() -> None:
    nothing_known = judged(
        ("discovered: 2026-03-02T20:30Z", "discovered: unknown"),
        ("determined: 2026-03-06T12:00-05:00", "determined: unknown"),
    )
    assert rfc5545.read(calendar_of(nothing_known)).parts == []
