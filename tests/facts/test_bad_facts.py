"""Mistakes in a facts file: each is told with its line and column, what was found and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from notifyrules.facts import Facts
from notifyrules.facts.model import LIMITS
from notifyrules.law.library import bundled_directory
from notifyrules.reading import InputError, Problem, read_document
from notifyrules.reading.problems import MOST
from notifyrules.vocabulary import Vocabulary, read_vocabulary
from tests.marking import JARGON, told
from tests.spoiling import Change, changes, spoiled

VOCABULARY = read_vocabulary(read_document(bundled_directory() / "vocabulary.yaml"))

RANGE = "a range {min: …, max: …} or unknown"
MOMENT = "a day (2026-03-02) or a time with its offset (2026-03-02T09:15-06:00)"
LIST = "a list (lines that start with `- `, or [one, two])"
MAPPING = "a mapping (lines of `key: value`)"


def problems(source: Path | str, vocabulary: Vocabulary = VOCABULARY) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        Facts.from_yaml(source, vocabulary, name="facts.yaml" if isinstance(source, str) else None)
    return caught.value.problems


def mistakes(source: Path | str) -> list[str]:
    return [str(problem) for problem in problems(source)]


SHAPES = {
    "a list instead of a mapping": ("▸- incident\n", f"found a list; expected {MAPPING}"),
    "a word instead of a mapping": ("▸incident\n", f"found 'incident'; expected {MAPPING}"),
    "nothing but an opening line": ("---\n▸", f"found nothing; expected {MAPPING}"),
    "a list for the incident": ("incident: ▸[a]\n", f"found a list; expected {MAPPING}"),
    "a number for the organisation": ("organisation: ▸5\n", f"found 5; expected {MAPPING}"),
    "a mapping for the cohorts": ("cohorts: ▸{id: a}\n", f"found a mapping; expected {LIST}"),
    "an empty cohort": ("cohorts:\n  -▸\n", f"found nothing; expected {MAPPING}"),
    "no cohorts": (
        "cohorts: ▸[]\n",
        "an empty list says that nobody is affected; write `cohorts: unknown` if nobody knows yet",
    ),
    "a cohort without an id": ("cohorts:\n  - ▸data: [ssn]\n", "the key 'id' is missing here"),
    "a number for an id": ("incident: {id: ▸42}\n", "found 42; expected text, in quotes: '42'"),
    "a fraction for an id": ("cohorts: [{id: ▸4.5}]\n", "found 4.5; expected text, in quotes: '4.5'"),
    "true for a title": ("incident: {title: ▸true}\n", "found true; expected text"),
    "a list for a name": ("organisation: {name: ▸[a]}\n", "found a list; expected text"),
    "an empty id": ("cohorts: [{id: ▸''}]\n", "the text here is empty"),
    "an endless id": (f"cohorts: [{{id: ▸{'a' * 301}}}]\n", "the text here is longer than 300 characters"),
    "one word for a list of data": ("cohorts: [{id: a, data: ▸ssn}]\n", f"found 'ssn'; expected {LIST}"),
    "a mapping in a list of data": (
        "cohorts: [{id: a, data: [▸{ssn: yes}]}]\n",
        "found a mapping; expected a word",
    ),
    "one place for a list of places": ("organisation: {operates_in: ▸US}\n", f"found 'US'; expected {LIST}"),
    "a day for the timeline": (
        "incident: {timeline: ▸2026-03-02}\n",
        "found '2026-03-02'; expected something like "
        "{occurred: 2026-02-20, discovered: 2026-03-02T09:15-06:00}, or unknown",
    ),
    "yes for the event": (
        "incident: {event: ▸yes}\n",
        "found 'yes'; expected something like {acquired: yes, lost: no}, or unknown",
    ),
    "one answer for all harm": (
        "incident: {harm: ▸likely}\n",
        "found 'likely'; expected something like {default: likely}, or unknown",
    ),
    "a list of findings": (
        "incident: {findings: ▸[mas.relevant_incident]}\n",
        "found a list; expected something like {mas.relevant_incident: yes}, or unknown",
    ),
    "yes for the protection": (
        "cohorts: [{id: a, protection: ▸yes}]\n",
        "found 'yes'; expected something like {encrypted: yes, key_compromised: no}, or unknown",
    ),
    "a number for the residents": (
        "cohorts: [{id: a, residents: ▸312}]\n",
        "found 312; expected something like {US-TX: 312, AU: 12}, or unknown",
    ),
    "a bare amount of money": (
        "organisation: {annual_turnover: ▸12000000}\n",
        "found 12000000; expected something like {amount: 12000000, currency: AUD}, or unknown",
    ),
    "a currency in small letters": (
        "organisation: {annual_turnover: {amount: 5, currency: ▸aud}}\n",
        "found 'aud'; expected an ISO 4217 currency code such as AUD",
    ),
    "yes for a hold": (
        "incident: {law_enforcement_hold: ▸yes}\n",
        "found 'yes'; expected something like "
        "{by: FBI, from: 2026-03-06, until: unknown, written: yes}, no, or unknown",
    ),
    "a day for the notices given": (
        "incident: {notices_given: ▸2026-03-20}\n",
        "found '2026-03-20'; expected something like {us-tx/individuals: 2026-03-20}, or unknown",
    ),
    "a flag that is neither": ("incident: {good_faith: ▸maybe}\n", "found 'maybe'; expected yes, no or unknown"),
    "a number for a flag": ("incident: {event: {acquired: ▸1}}\n", "found 1; expected yes, no or unknown"),
    "a medium that is none": (
        "incident: {medium: ▸elctronic}\n",
        "found 'elctronic'; expected electronic, paper, both or unknown",
    ),
    "a role that is none": ("organisation: {role: ▸boss}\n", "found 'boss'; expected owner, processor or unknown"),
    "a likelihood that is none": (
        "incident: {harm: {default: ▸likly}}\n",
        "found 'likly'; expected likely, unlikely or unknown",
    ),
    "a time zone that is none": (
        "organisation: {timezone: ▸America/Chicgo}\n",
        "unknown time zone 'America/Chicgo'; did you mean 'America/Chicago'?",
    ),
    "a secret path for a time zone": (
        "organisation: {timezone: ▸../../etc/passwd}\n",
        "unknown time zone '../../etc/passwd'; expected an IANA name such as America/New_York",
    ),
}


@pytest.mark.parametrize(("text", "message"), SHAPES.values(), ids=SHAPES)
def test_a_value_of_the_wrong_shape_is_told(text: str, message: str) -> None:
    clean, expected = told("facts.yaml", text, message)

    assert mistakes(clean) == expected


# --- unknown words


def test_the_name_of_a_file_where_its_text_belongs_is_told() -> None:
    with pytest.raises(InputError, match=r"this text names a file; pass Path\('facts.yaml'\) to read it"):
        Facts.from_yaml("facts.yaml", VOCABULARY)


def test_unknown_keys_of_every_level_are_told_with_the_nearest_right_one() -> None:
    text, expected = told(
        "facts.yaml",
        """\
▸incidnt: {}
incident:
  ▸tilte: x
  law_enforcement_hold: {▸form: 2026-01-01, ▸untill: unknown}
organisation:
  ▸kinds: business
  annual_turnover: {amount: 3, currency: AUD, ▸curency: AUD}
cohorts:
  - id: a
    ▸resident: {US-TX: 3}
    persons: {min: 3, ▸maxx: 4}
""",
        "unknown key 'incidnt'; did you mean 'incident'?",
        "unknown key 'tilte'; did you mean 'title'?",
        "unknown key 'form'; did you mean 'from'?",
        "unknown key 'untill'; did you mean 'until'?",
        "unknown key 'kinds'; did you mean 'kind'?",
        "unknown key 'curency'; did you mean 'currency'?",
        "unknown key 'resident'; did you mean 'residents'?",
        "unknown range key 'maxx'; did you mean 'max'?",
    )

    assert mistakes(text) == expected


def test_a_key_that_is_near_nothing_is_told_with_all_that_fit() -> None:
    assert mistakes("zzz: 1\n") == [
        "facts.yaml:1:1: unknown key 'zzz'; expected one of: cohorts, incident, organisation"
    ]


def test_python_s_own_names_of_keys_are_no_keys() -> None:
    text, expected = told(
        "facts.yaml",
        "incident: {law_enforcement_hold: {▸starts: 2026-03-06}}\n",
        "unknown key 'starts'; expected one of: by, country, from, until, written",
    )

    assert mistakes(text) == expected


def test_unknown_words_are_each_told_at_their_own_place_with_the_nearest_right_one() -> None:
    text, expected = told(
        "facts.yaml",
        """\
incident:
  timeline: {▸ocurred: 2026-03-01, ▸discoverd: 2026-03-02}
  event: {▸aquired: yes, ▸acessed: no}
  harm: {▸misuse_posible: likely, default: unlikely}
  findings: {▸mas.relevant_incidnt: yes}
organisation:
  regulated_as: [▸hipaa.coverd_entity, glba.financial_institution, ▸hipaa.busines_associate]
  operates_in: [US, ▸AUS-NSW]
cohorts:
  - id: a
    data: [name, ▸sssn, ▸drivers_licens]
    data_unconfirmed: [▸social_security_numbr]
    protection: {▸encripted: yes}
    event: {▸disclosd: yes}
""",
        "unknown timeline event 'ocurred'; did you mean 'occurred'?",
        "unknown timeline event 'discoverd'; did you mean 'discovered'?",
        "unknown event 'aquired'; did you mean 'acquired'?",
        "unknown event 'acessed'; did you mean 'accessed'?",
        "unknown harm test 'misuse_posible'; did you mean 'misuse_possible'?",
        "unknown finding 'mas.relevant_incidnt'; did you mean 'mas.relevant_incident'?",
        "unknown regulated class 'hipaa.coverd_entity'; did you mean 'hipaa.covered_entity'?",
        "unknown regulated class 'hipaa.busines_associate'; did you mean 'hipaa.business_associate'?",
        "unknown jurisdiction code 'AUS-NSW'; did you mean 'AU-NSW'?",
        "unknown data element 'sssn'; did you mean 'ssn'?",
        "unknown data element 'drivers_licens'; did you mean 'drivers_license'?",
        "unknown data element 'social_security_numbr'; did you mean 'ssn'?",
        "unknown protection 'encripted'; did you mean 'encrypted'?",
        "unknown event 'disclosd'; did you mean 'disclosed'?",
    )

    assert mistakes(text) == expected


def test_a_word_that_is_near_nothing_is_told_with_where_the_list_is() -> None:
    assert mistakes("cohorts: [{id: a, data: [zzz]}]") == [
        "facts.yaml:1:26: unknown data element 'zzz'; see `notifyrules law terms data_elements` for the list"
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("US-ZZ", "US-AZ"),
        ("us-tx", "US-TX"),
        ("TX", "US-TX"),
        ("Texas", "US-TX"),
        ("New South Wales", "AU-NSW"),
        ("Norway", "NO"),
        ("no", "NO"),
        ("UK", "GB"),
    ],
)
def test_a_place_that_is_no_code_is_told_with_the_code(written: str, meant: str) -> None:
    assert mistakes(f"cohorts:\n  - id: a\n    residents:\n      {written}: 3\n") == [
        f"facts.yaml:4:7: unknown jurisdiction code '{written}'; did you mean '{meant}'?"
    ]


def test_words_that_other_yaml_readers_take_for_booleans_or_numbers_are_told_as_written() -> None:
    text, expected = told(
        "facts.yaml",
        """\
incident:
  timeline: {occurred: ▸12:30, discovered: ▸no}
  event: {acquired: NO, accessed: ▸on, lost: ▸off, ▸yes: yes}
cohorts:
  - id: off
    residents: {NO: 3, ▸off: 4, ▸12:30: 5}
    persons: ▸12:30
""",
        f"found '12:30'; expected {MOMENT}",
        f"found 'no'; expected {MOMENT}",
        "found 'on'; expected yes, no or unknown",
        "found 'off'; expected yes, no or unknown",
        "unknown event 'yes'; expected one of: " + ", ".join(sorted(VOCABULARY.event)),
        "unknown jurisdiction code 'off'; see `notifyrules law terms places` for the list",
        "unknown jurisdiction code '12:30'; see `notifyrules law terms places` for the list",
        f"found '12:30'; expected a whole number, {RANGE}",
    )

    assert mistakes(text) == expected


def test_one_term_said_twice_under_two_names_is_told_at_the_second() -> None:
    text, expected = told(
        "facts.yaml",
        """\
incident:
  event: {acquired: yes, ▸exfiltrated: no}
  timeline: {discovery: unknown, ▸discovered: unknown}
""",
        "'exfiltrated' and 'acquired' both mean 'acquired'; say it once",
        "'discovered' and 'discovery' both mean 'discovered'; say it once",
    )

    assert mistakes(text) == expected


# --- counts


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("-3", "found -3; a count cannot be negative"),
        ("1.5", f"found 1.5; expected a whole number, {RANGE}"),
        ("99999999999", "found 99999999999; that is more people than there are"),
        ("9" * 40, f"found '{'9' * 40}'; expected a whole number, {RANGE}"),
        ("'312'", "found '312'; expected a whole number without quotes"),
        ("1,000", "found '1,000'; expected a whole number without separators, such as 1000"),
        ("1_000", "found '1_000'; expected a whole number without separators, such as 1000"),
        ("1 000", "found '1 000'; expected a whole number without separators, such as 1000"),
        ("0123", "found '0123'; expected a whole number without leading zeros"),
        ("1e3", f"found '1e3'; expected a whole number, {RANGE}"),
        ("0x1F", f"found '0x1F'; expected a whole number, {RANGE}"),
        (".nan", f"found '.nan'; expected a whole number, {RANGE}"),
        ("many", f"found 'many'; expected a whole number, {RANGE}"),
        ("true", f"found true; expected a whole number, {RANGE}"),
        ("[3]", f"found a list; expected a whole number, {RANGE}"),
        ("{min: 5, max: 3}", "min 5 is greater than max 3"),
    ],
)
def test_a_count_that_is_none_is_told(written: str, message: str) -> None:
    assert mistakes(f"cohorts:\n  - id: a\n    residents:\n      US-TX: {written}\n") == [f"facts.yaml:4:14: {message}"]


def test_every_mistake_in_a_range_is_told_at_its_own_place() -> None:
    text, expected = told(
        "facts.yaml",
        "cohorts:\n  - id: a\n    persons: {▸mn: 5, ▸most: 3, min: ▸-1, max: ▸x}\n",
        "unknown range key 'mn'; did you mean 'min'?",
        "unknown range key 'most'; expected one of: max, min",
        "found -1; a count cannot be negative",
        f"found 'x'; expected a whole number, {RANGE}",
    )

    assert mistakes(text) == expected


def test_a_thousands_separator_inside_brackets_is_told_as_what_it_is() -> None:
    text, expected = told(
        "facts.yaml",
        "cohorts: [{id: a, residents: {US-TX: 1,▸000}}]\n",
        "found '000'; expected a place (a count has no separators: 1000, not 1,000)",
    )

    assert mistakes(text) == expected


def test_fewer_persons_than_residents_are_told() -> None:
    text, expected = told(
        "facts.yaml",
        "cohorts:\n  - id: a\n    persons: ▸5\n    residents: {US-TX: 4, AU: {min: 2}}\n",
        "residents add up to at least 6, but persons says at most 5",
    )

    assert mistakes(text) == expected


# --- dates and times


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2026-02-30", "there is no 2026-02-30 on the calendar or the clock"),
        ("2026-13-01", "there is no 2026-13-01 on the calendar or the clock"),
        ("2026-03-02T25:00Z", "there is no 2026-03-02T25:00Z on the calendar or the clock"),
        (
            "2026-03-02T09:15",
            "the time 2026-03-02T09:15 has no UTC offset; "
            "write for example 2026-03-02T09:15-06:00 or 2026-03-02T09:15Z",
        ),
        ("03/02/2026", f"found '03/02/2026'; expected {MOMENT}"),
        ("2026-3-2", f"found '2026-3-2'; expected {MOMENT}"),
        ("20260302", f"found 20260302; expected {MOMENT}"),
        ("yesterday", f"found 'yesterday'; expected {MOMENT}"),
        ("٢٠٢٦-٠٣-٠٢", f"found '٢٠٢٦-٠٣-٠٢'; expected {MOMENT}"),
        ("0026-03-02", "found the year 26; expected one from 1970 to 2199"),
        ("9999-12-31T23:59-12:00", "found the year 9999; expected one from 1970 to 2199"),
        ("[2026-03-02]", f"found a list; expected {MOMENT}"),
    ],
)
def test_a_moment_that_is_none_is_told(written: str, message: str) -> None:
    assert mistakes(f"incident:\n  timeline:\n    discovered: {written}\n") == [f"facts.yaml:3:17: {message}"]
    assert mistakes(f"incident:\n  notices_given:\n    us-tx/ag: {written}\n") == [f"facts.yaml:3:15: {message}"]
    assert mistakes(f"incident:\n  law_enforcement_hold:\n    from: {written}\n") == [f"facts.yaml:3:11: {message}"]


def test_what_was_discovered_before_it_occurred_is_told_where_the_discovery_stands() -> None:
    text, expected = told(
        "facts.yaml",
        """\
incident:
  timeline:
    occurred: 2026-03-05
    discovered: ▸2026-03-02T09:15-06:00
    determined: ▸2026-03-04
""",
        "discovered (2026-03-02T09:15:00-06:00) is before occurred (2026-03-05)",
        "determined (2026-03-04) is before occurred (2026-03-05)",
    )

    assert mistakes(text) == expected


def test_the_order_of_the_timeline_is_told_under_the_words_of_the_file() -> None:
    text, expected = told(
        "facts.yaml",
        "incident: {timeline: {discovery: ▸2026-03-02, occurred: 2026-03-05}}\n",
        "discovered (2026-03-02) is before occurred (2026-03-05)",
    )

    assert mistakes(text) == expected


def test_a_hold_that_ends_before_it_starts_is_told() -> None:
    text, expected = told(
        "facts.yaml",
        "incident: {law_enforcement_hold: {until: ▸2026-03-01, from: 2026-03-06}}\n",
        "the hold ends (2026-03-01) before it starts (2026-03-06)",
    )

    assert mistakes(text) == expected


# --- cohorts, and several mistakes


def test_two_cohorts_of_one_id_are_told_beside_the_other_mistakes() -> None:
    text, expected = told(
        "facts.yaml",
        "cohorts:\n  - id: staff\n  - id: guests\n    data: [▸sn]\n  - id: ▸staff\n  - id: ▸staff\n",
        "unknown data element 'sn'; did you mean 'ssn'?",
        "two cohorts have the id 'staff'",
        "two cohorts have the id 'staff'",
    )

    assert mistakes(text) == expected


def test_all_mistakes_of_a_file_are_told_at_once_in_file_order() -> None:
    text, expected = told(
        "facts.yaml",
        """\
cohorts:
  - id: ▸7
    residents: {▸US-ZZ: ▸-1, US-TX: ▸x}
  - ▸data: [▸sn]
organisation: {role: ▸boss, ▸nme: x}
incident:
  timeline: {occurred: ▸2026-02-30}
  event: {▸aquired: ▸maybe}
▸extra: 1
""",
        "found 7; expected text, in quotes: '7'",
        "unknown jurisdiction code 'US-ZZ'; did you mean 'US-AZ'?",
        "found -1; a count cannot be negative",
        f"found 'x'; expected a whole number, {RANGE}",
        "the key 'id' is missing here",
        "unknown data element 'sn'; did you mean 'ssn'?",
        "found 'boss'; expected owner, processor or unknown",
        "unknown key 'nme'; did you mean 'name'?",
        "there is no 2026-02-30 on the calendar or the clock",
        "unknown event 'aquired'; did you mean 'acquired'?",
        "found 'maybe'; expected yes, no or unknown",
        "unknown key 'extra'; expected one of: cohorts, incident, organisation",
    )

    assert mistakes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"key{number}: x\n" for number in range(3_000)),
        "cohorts:\n  - id: a\n    residents:\n" + "".join(f"      US-Z{number}: 1\n" for number in range(3_000)),
        "cohorts:\n  - id: a\n    data:\n" + "".join(f"      - ss{number}\n" for number in range(3_000)),
        "cohorts: [{id: x}" + "".join(", {id: x}" for number in range(3_000)) + "]",
    ],
    ids=["of the top level", "of residents", "of data", "of cohorts"],
)
def test_three_thousand_mistakes_stay_bounded(text: str) -> None:
    found = mistakes(text)

    assert len(found) == MOST + 1
    assert found[-1].endswith("here and below are 2,900 more mistakes; mend the first 100 and read the file again")
    assert sum(map(len, found)) < 20_000


def test_a_mistake_of_any_length_is_told_on_one_short_line() -> None:
    long = "k" * 1_000

    found = mistakes(
        f"{long}: 1\nincident: {{medium: {long}, timeline: {{occurred: {long}}}, id: a, event: {{{long}: yes}}}}"
    )

    assert len(found) == 4
    assert max(map(len, found)) < 350


def test_what_could_steer_a_terminal_is_escaped() -> None:
    (found,) = mistakes('incident: {medium: "a\\e[31mb\\nc\u202e{found}"}')

    assert found == (
        r"facts.yaml:1:20: found 'a\x1b[31mb\nc\u202e{found}'; expected electronic, paper, both or unknown"
    )


# --- files


def test_a_facts_file_is_read_no_further_than_a_million_bytes(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)

    assert mistakes(path) == [f"{path}: the file is 50,000,000 bytes long; at most 1,000,000 are read"]


def test_a_facts_file_nests_no_deeper_than_it_must() -> None:
    assert mistakes("[" * 10_000) == [f"facts.yaml:1:{LIMITS.depth + 1}: nested more than {LIMITS.depth} levels deep"]


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "facts.yaml") == [f"{tmp_path / 'facts.yaml'}: there is no such file"]


# --- facts built in Python


def test_mistakes_in_plain_values_are_told_with_their_path() -> None:
    values: dict[str, Any] = {
        "incident": {"timeline": {"occurred": "2026-03-05", "discovered": "2026-03-02"}},
        "cohorts": [{"id": "a", "data": ["ssn", "sn"], "residents": {"US-TX": 10**5_000}}],
    }

    with pytest.raises(ValidationError) as caught:
        Facts.from_dict(values, VOCABULARY)

    assert {(each["loc"], each["msg"]) for each in caught.value.errors()} == {
        (("incident", "timeline", "discovered"), "discovered (2026-03-02) is before occurred (2026-03-05)"),
        (("cohorts", 0, "data", 1), "unknown data element 'sn'"),
        (("cohorts", 0, "residents", "US-TX"), "found an enormous number; that is more people than there are"),
    }


# --- whatever is written


FULL: dict[str, Any] = {
    "incident": {
        **{"id": "INC-1", "title": "x", "medium": "paper", "good_faith": "no"},
        "timeline": {"occurred": "2026-03-01", "discovered": "2026-03-02T09:15-06:00"},
        "event": {"acquired": "yes"},
        "harm": {"default": "likely"},
        "findings": {"mas.relevant_incident": "yes"},
        "law_enforcement_hold": {"by": "FBI", "from": "2026-03-06", "written": "yes"},
        "notices_given": {"us-tx/individuals": "2026-03-20"},
    },
    "organisation": {
        **{"name": "x", "role": "owner", "kind": "business", "timezone": "America/Chicago"},
        **{"regulated_as": ["hipaa.covered_entity"], "operates_in": ["US"]},
        "annual_turnover": {"amount": {"min": 1, "max": 2}, "currency": "AUD"},
    },
    "cohorts": [
        {
            **{"id": "a", "client": "x", "role": "owner", "data": ["ssn"], "data_unconfirmed": ["name"]},
            **{"protection": {"encrypted": "no"}, "persons": 9, "residents": {"US-TX": 3}, "elsewhere": 1},
        }
    ],
}


@settings(max_examples=300, deadline=None)
@given(changes(FULL))
def test_no_message_speaks_of_python_and_each_has_its_place(of: list[Change]) -> None:
    try:
        Facts.from_yaml(spoiled(FULL, of), VOCABULARY, name="facts.yaml")
    except InputError as error:
        for problem in error.problems:
            assert problem.place.line == 1
            assert JARGON.search(problem.message) is None, problem
            assert problem.message.isprintable()
