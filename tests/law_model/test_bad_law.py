"""Mistakes in a law file: each is told with its file, line and column, what was found and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from notifyrules.law import Jurisdiction, load_law
from notifyrules.law.library import bundled_directory
from notifyrules.law.lint import lint
from notifyrules.reading import InputError, read_document, validated
from notifyrules.reading.problems import MOST
from notifyrules.vocabulary import read_vocabulary
from tests.law_model.texas import LAW, changed, library
from tests.marking import JARGON, told
from tests.spoiling import Change, changes, spoiled

VOCABULARY = read_vocabulary(read_document(bundled_directory() / "vocabulary.yaml"))

ONE_THING = "a condition says one thing (all, any, not or a predicate)"
LENGTH = "a length such as 72 hours, 45 days, 14 business days or 1 month"
SLUG = "lower-case words joined by hyphens or dots, such as attorney-general"
LIST = "a list (lines that start with `- `, or [one, two])"
COMPARISON = "exactly one of at_least, more_than, at_most, fewer_than was expected here"

WITHIN = "{within: 60 days, after: determined}"
AT_LEAST = "{residents_affected: {at_least: 250}}"
NO_LATER = "{no_later_than: individuals}"
INFORMATION = "{data: ssn, cite: § 521.002}"
ENCRYPTED = "{protection: encrypted}"
LIFTS = "[individuals]"
REFERENCES = '[{title: The code, url: "https://statutes.example/521", checked: 2026-11-21}]'
REGIMES = LAW[LAW.index("regimes:") :]
DUTIES = LAW[LAW.index("    duties:") :]


def mistakes(directory: Path, **files: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_law(library(directory, **files), cache=False)
    assert not [problem for problem in caught.value.problems if JARGON.search(problem.message)]
    return [str(problem) for problem in caught.value.problems]


def test_the_law_that_is_spoiled_below_has_no_mistake(tmp_path: Path) -> None:
    (regime,) = [regime for _, regime in load_law(library(tmp_path, us_tx=LAW), cache=False).regimes()]

    assert regime.key == "us-tx@2020-01-01"


KEYS = {
    "of a file": ("name: Texas", "name: Texas\n▸holiday: {country: US}", "holiday", "holidays"),
    "of an authority": ("    checked: null", "    checked: null\n    ▸chanel: {}", "chanel", "channel"),
    "of a channel": ("    checked: null", "    checked: null\n    channel: {▸portl: x}", "portl", "portal"),
    "of a regime": ("    protects:", "    ▸bind: {role: owner}\n    protects:", "bind", "binds"),
    "of a reference": ("checked: 2026-11-21", "checked: 2026-11-21, ▸suports: x", "suports", "supports"),
    "of the days in force": ("{from: 2020-01-01}", "{from: 2020-01-01, ▸too: 2021-01-01}", "too", "to"),
    "of an exception": ("        lifts:", "        ▸titel: x\n        lifts:", "titel", "title"),
    "of a duty": (
        "        when: {res",
        "        ▸concering: {data: ssn}\n        when: {res",
        "concering",
        "concerning",
    ),
    "of a deadline": ("60 days, after", "60 days, ▸aftr: x, after", "aftr", "after"),
    "of a condition": (INFORMATION, "{▸dta: ssn, cite: x}", "dta", "data"),
    "of a condition in a condition": (ENCRYPTED, "{any: [{not: {▸protecton: redacted}}]}", "protecton", "protection"),
    "of a comparison": ("{at_least: 250}", "{▸atleast: 250}", "atleast", "at_least"),
    "of a harm judgement": (ENCRYPTED, "{harm: {test: misuse, is: likely, ▸tset: x}}", "tset", "test"),
    "that only Python knows": (ENCRYPTED, "{▸not_: {protection: encrypted}}", "not_", "not"),
}


@pytest.mark.parametrize(("old", "new", "key", "nearest"), KEYS.values(), ids=KEYS)
def test_an_unknown_key_is_told_with_the_nearest_right_one(
    old: str, new: str, key: str, nearest: str, tmp_path: Path
) -> None:
    text = changed((old, new))
    clean, expected = told("us/tx.yaml", text, f"unknown key '{key}'; did you mean '{nearest}'?")

    assert mistakes(tmp_path, us_tx=clean) == expected


BAD: dict[str, tuple[str, str, str]] = {
    # --- what must be there
    "a duty without a cite": (
        "- id: individuals\n        notify: individuals\n        deadline: "
        + WITHIN
        + "\n        cite: § 521.053(b)\n",
        "- ▸id: individuals\n        notify: individuals\n        deadline: " + WITHIN + "\n",
        "the key 'cite' is missing here",
    ),
    "an exception without a cite": (
        f"- id: encrypted\n        when: {ENCRYPTED}\n        lifts: {LIFTS}\n        cite: § 521.002(b)",
        f"- ▸id: encrypted\n        when: {ENCRYPTED}\n        lifts: {LIFTS}",
        "the key 'cite' is missing here",
    ),
    "information without a cite": (
        INFORMATION,
        "▸{data: ssn}",
        "`information` needs a cite: the words of the law that it encodes",
    ),
    "an empty cite": ("cite: § 521.053(b)", "cite: ▸''", "the text here is empty"),
    "no references": (REFERENCES, "▸[]", "an empty list says nothing; expected at least one item"),
    "a reference that nobody read": (
        REFERENCES,
        "[▸{title: The code}]",
        "the key 'checked' is missing here",
    ),
    "no regimes": (REGIMES, "regimes: ▸[]\n", "an empty list says nothing; expected at least one item"),
    "regimes left blank": (REGIMES, "regimes:▸\n", f"found nothing; expected {LIST}"),
    "no duties": (DUTIES, "    duties: ▸[]\n", "an empty list says nothing; expected at least one item"),
    "no information": (
        REGIMES,
        REGIMES.replace("- id: us-tx", "- ▸id: us-tx").replace(f"    information: {INFORMATION}\n", ""),
        "`information` is missing: where `protects` is residents, it says what data counts",
    ),
    "information where no data counts": (
        "protects: residents\n    information: {",
        "protects: systems\n    information: ▸{",
        "`information` says whose data counts; it is out of place where `protects` is systems",
    ),
    "low confidence without a reason": (
        "cite: § 521.053(b)",
        "confidence: ▸low\n        cite: § 521.053(b)",
        "`confidence: low` needs a `confidence_reason`",
    ),
    # --- words
    "an unknown jurisdiction": ("US-TX", "▸US-XT", "unknown jurisdiction code 'US-XT'; did you mean 'US-VT'?"),
    "the name of a jurisdiction": (
        "jurisdiction: US-TX",
        "jurisdiction: ▸Texas",
        "unknown jurisdiction code 'Texas'; did you mean 'US-TX'?",
    ),
    "an unknown time zone": (
        "America/Chicago",
        "▸America/Chicgo",
        "unknown time zone 'America/Chicgo'; did you mean 'America/Chicago'?",
    ),
    "a time zone outside the database": (
        "America/Chicago",
        "▸../../etc/passwd",
        "unknown time zone '../../etc/passwd'; expected an IANA name such as America/New_York",
    ),
    "an unknown recipient kind": (
        "kind: attorney_general",
        "kind: ▸attorney_generl",
        "unknown recipient kind 'attorney_generl'; did you mean 'attorney_general'?",
    ),
    "an unknown clock start": (
        "after: determined",
        "after: ▸determind",
        "unknown timeline event 'determind'; did you mean 'determined'?",
    ),
    "an unknown word in a condition": (
        "{data: ssn,",
        "{data: ▸social_security_numbr,",
        "unknown data element 'social_security_numbr'; did you mean 'ssn'?",
    ),
    "an unknown word in a list": (
        "{data: ssn,",
        "{data: [ssn, ▸drivers_licens],",
        "unknown data element 'drivers_licens'; did you mean 'drivers_license'?",
    ),
    "an unknown event": (ENCRYPTED, "{event: ▸acqired}", "unknown event 'acqired'; did you mean 'acquired'?"),
    "an unknown finding": (
        AT_LEAST,
        "{finding: ▸mas.relevant_incidnt}",
        "unknown finding 'mas.relevant_incidnt'; did you mean 'mas.relevant_incident'?",
    ),
    "an unknown class": (
        AT_LEAST,
        "{regulated_as: ▸hipaa.coverd_entity}",
        "unknown regulated class 'hipaa.coverd_entity'; did you mean 'hipaa.covered_entity'?",
    ),
    "an unknown harm test": (
        ENCRYPTED,
        "{harm: {test: ▸misuse_posible, is: unlikely}}",
        "unknown harm test 'misuse_posible'; did you mean 'misuse_possible'?",
    ),
    "an unknown role": (AT_LEAST, "{role: ▸ownr}", "found 'ownr'; expected owner or processor"),
    "an unknown medium": (ENCRYPTED, "{medium: [paper, ▸tape]}", "found 'tape'; expected electronic or paper"),
    "good faith that is no": (ENCRYPTED, "{good_faith: ▸no}", "found 'no'; expected yes"),
    "a bad id": ("id: us-tx", "id: ▸US TX", f"found 'US TX'; expected {SLUG}"),
    "a bad id of an authority": (
        "    checked: null\nregimes:",
        "    checked: null\n  ▸Secretary_of_State: {kind: other_authority, name: x, checked: null}\nregimes:",
        f"found 'Secretary_of_State'; expected {SLUG}",
    ),
    "an address that is none": (
        '"https://statutes.example/521"',
        "▸statutes.example/521",
        "found 'statutes.example/521'; expected an address that starts with https:// or http://",
    ),
    "an address that a script could hide in": (
        '"https://statutes.example/521"',
        "▸'javascript:alert(1)'",
        "found 'javascript:alert(1)'; expected an address that starts with https:// or http://",
    ),
    "a currency that is none": (
        AT_LEAST,
        "{turnover: {more_than: 3, currency: ▸dollars}}",
        "found 'dollars'; expected an ISO 4217 currency code such as USD",
    ),
    "a day that does not exist": (
        "{from: 2020-01-01}",
        "{from: ▸2020-02-30}",
        "there is no 2020-02-30 on the calendar",
    ),
    "a day that is none": ("checked: 2026-11-21", "checked: ▸soon", "found 'soon'; expected a day such as 2026-01-01"),
    # --- conditions
    "two predicates in one condition": (
        "{data: ssn,",
        "{data: ssn, ▸protection: encrypted,",
        f"{ONE_THING}; found data and protection",
    ),
    "an operator beside a predicate": (
        ENCRYPTED,
        "{not: {protection: redacted}, ▸protection: encrypted}",
        f"{ONE_THING}; found not and protection",
    ),
    "no predicate": (INFORMATION, "▸{cite: x}", f"{ONE_THING}; found none"),
    "all of nothing": (ENCRYPTED, "{all: ▸[]}", "an empty list decides nothing; at least one condition was expected"),
    "no word in a list": ("{data: ssn,", "{data: ▸[],", "an empty list says nothing; expected at least one item"),
    "two bounds": (
        "{at_least: 250}",
        "▸{at_least: 250, more_than: 3}",
        f"{COMPARISON}; found at_least and more_than",
    ),
    "no bound": ("{at_least: 250}", "▸{}", f"{COMPARISON}; found none"),
    "a bound in quotes": ("{at_least: 250}", "{at_least: ▸'250'}", "found '250'; expected a whole number"),
    "a negative bound": ("{at_least: 250}", "{at_least: ▸-1}", "found -1; expected at least 0"),
    "an enormous bound": (
        "{at_least: 250}",
        "{at_least: ▸5000000000}",
        "found 5000000000; expected at most 1000000000",
    ),
    "data under when": (
        AT_LEAST,
        "{▸data: ssn}",
        "`data` is judged cohort by cohort: put it under `information` or a duty's `concerning`",
    ),
    "protection deep under when": (
        AT_LEAST,
        "{any: [{not: {▸protection: encrypted}}, {role: owner}]}",
        "`protection` is judged cohort by cohort: put it under `information` or a duty's `concerning`",
    ),
    "a count under information": (
        INFORMATION,
        "{cite: x, all: [{data: ssn}, {▸residents_affected: {at_least: 250}}]}",
        "`residents_affected` is about outcomes, and a cohort cannot answer it: put it under a duty's `when`",
    ),
    "an exception under an exception": (
        ENCRYPTED,
        "{▸exception: encrypted}",
        "`exception` is about outcomes, and a cohort cannot answer it: put it under a duty's `when`",
    ),
    # --- names of other rules
    "notice to nobody": (
        "notify: attorney-general",
        "notify: ▸attorney-genral",
        "unknown authority or recipient 'attorney-genral'; did you mean 'attorney-general'?",
    ),
    "an exception that lifts an unknown duty": (
        LIFTS,
        "[individuals, ▸attorney-genral]",
        "unknown duty of this regime 'attorney-genral'; did you mean 'attorney-general'?",
    ),
    "an exception that lifts a word": (LIFTS, "▸individuals", f"found 'individuals'; expected {LIST}"),
    "a deadline by an unknown duty": (
        NO_LATER,
        "{no_later_than: ▸indviduals}",
        "unknown duty of this regime 'indviduals'; did you mean 'individuals'?",
    ),
    "a deadline by an unknown duty, deep inside": (
        NO_LATER,
        "{earliest_of: [{within: 3 days, after: discovered}, {with: ▸us-tx/indviduals}]}",
        "unknown duty 'us-tx/indviduals'; did you mean 'us-tx/individuals'?",
    ),
    "an unknown duty that is required": (
        AT_LEAST,
        "{required: ▸us-xx/individuals}",
        "unknown duty 'us-xx/individuals'; did you mean 'us-tx/individuals'?",
    ),
    "an unknown exception": (
        AT_LEAST,
        "{exception: ▸encryptd}",
        "unknown exception of this regime 'encryptd'; did you mean 'encrypted'?",
    ),
    "people excepted by an unknown exception": (
        AT_LEAST,
        "{persons_excepted: {by: ▸encryptd, more_than: 5}}",
        "unknown exception of this regime 'encryptd'; did you mean 'encrypted'?",
    ),
    "a hold that reaches an unknown duty": (
        "    duties:\n",
        "    law_enforcement_delay: {reaches: [▸indviduals], cite: x}\n    duties:\n",
        "unknown duty of this regime 'indviduals'; did you mean 'individuals'?",
    ),
    "what a hold leaves due by an unknown duty": (
        "    duties:\n",
        "    law_enforcement_delay: {reaches: all, then: {with: ▸indviduals}, cite: x}\n    duties:\n",
        "unknown duty of this regime 'indviduals'; did you mean 'individuals'?",
    ),
    "one id for two duties": (
        "id: attorney-general\n",
        "id: ▸individuals\n",
        "the id 'individuals' stands twice in this regime",
    ),
    # --- deadlines
    "a length in an unknown unit": ("60 days", "▸60 dys", f"found '60 dys'; expected {LENGTH}"),
    "a length without a unit": ("60 days", "▸60", f"found 60; expected {LENGTH}"),
    "a length of nothing": ("60 days", "▸0 days", f"found '0 days'; expected {LENGTH}"),
    "a length in foreign digits": ("60 days", "▸٦٠ days", f"found '٦٠ days'; expected {LENGTH}"),
    "two ways in one deadline": (
        WITHIN,
        "{within: 60 days, after: determined, ▸before: attorney-general}",
        "one way to say by when was expected; found within and before",
    ),
    "two clock starts": (
        WITHIN,
        "{within: 60 days, after: determined, ▸after_duty: attorney-general}",
        "`after` and `after_duty` are two clock starts; use earliest_of or latest_of",
    ),
    "a length after nothing": (
        WITHIN,
        "▸{within: 60 days}",
        "`within` goes with `after` (a clock start) or `after_duty` (a notice)",
    ),
    "an end of nothing": (
        NO_LATER,
        "{no_later_than: individuals, ▸after_end_of: calendar_year}",
        "`after_end_of` goes with `within` and `after`",
    ),
    "an extension of nothing": (
        NO_LATER,
        "{no_later_than: individuals, ▸extension: {by: 15 days, when: {role: owner}, cite: x}}",
        "an extension needs a limit to extend (`within`)",
    ),
    "an extension in another unit": (
        WITHIN,
        "{within: 60 days, after: determined, extension: {by: ▸2 months, when: {role: owner}, cite: x}}",
        "the limit is counted in days; an extension has to be of the same unit",
    ),
    "the earliest of nothing": (
        WITHIN,
        "{earliest_of: ▸[]}",
        "an empty list sets no limit; at least one deadline was expected",
    ),
    "an empty deadline": (
        WITHIN,
        "▸{}",
        "a deadline needs a limit (within … after …), an order (before, with …) or the law's words (standard)",
    ),
    "a deadline that hangs on itself": (
        NO_LATER,
        "▸{no_later_than: attorney-general}",
        "the deadline of 'attorney-general' hangs on itself",
    ),
    "a duty that is owed where it is owed": (
        AT_LEAST,
        "▸{required: us-tx/attorney-general}",
        "whether 'attorney-general' applies hangs on itself",
    ),
    # --- days in force
    "a text that ends before it starts": (
        "{from: 2020-01-01}",
        "{from: 2020-01-01, to: ▸2019-12-31}",
        "`to` (2019-12-31) is before `from` (2020-01-01)",
    ),
    "a bare day in force": (
        "{from: 2020-01-01}",
        "▸2020-01-01",
        "found '2020-01-01'; expected a mapping (lines of `key: value`)",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), BAD.values(), ids=BAD)
def test_a_mistake_is_told_in_words_with_its_place(old: str, new: str, message: str, tmp_path: Path) -> None:
    clean, expected = told("us/tx.yaml", changed((old, new)), message)

    assert mistakes(tmp_path, us_tx=clean) == expected


def test_all_mistakes_of_a_file_are_told_at_once_in_file_order(tmp_path: Path) -> None:
    text = changed(
        ("US-TX", "▸US-XT"),
        ("kind: attorney_general", "kind: ▸attorney_generl"),
        ("protects: residents", "protects: ▸resident"),
        ("{data: ssn,", "{▸dta: ssn,"),
        ("cite: § 521.002(b)", "confidence: ▸low\n        ▸cte: x"),
        ("      - id: encrypted", "      - ▸id: encrypted"),
        ("60 days", "▸60 dys"),
    )
    clean, expected = told(
        "us/tx.yaml",
        text,
        "unknown jurisdiction code 'US-XT'; did you mean 'US-VT'?",
        "unknown recipient kind 'attorney_generl'; did you mean 'attorney_general'?",
        "found 'resident'; expected residents, individuals or systems",
        "unknown key 'dta'; did you mean 'data'?",
        "the key 'cite' is missing here",
        "`confidence: low` needs a `confidence_reason`",
        "unknown key 'cte'; did you mean 'cite'?",
        f"found '60 dys'; expected {LENGTH}",
    )

    assert mistakes(tmp_path, us_tx=clean) == expected


def test_mistakes_of_several_files_are_told_together(tmp_path: Path) -> None:
    one = changed(("60 days", "60 dys"))
    other = changed(("US-TX", "US-XT"), ("id: us-tx", "id: us-ty"))

    assert mistakes(tmp_path, us_tx=one, us_ty=other) == [
        f"us/tx.yaml:26:28: found '60 dys'; expected {LENGTH}",
        "us/ty.yaml:1:15: unknown jurisdiction code 'US-XT'; did you mean 'US-VT'?",
    ]


def test_names_of_other_files_are_not_called_unknown_while_those_cannot_be_read(tmp_path: Path) -> None:
    broken = changed(("60 days", "60 dys"))
    other = changed(("id: us-tx", "id: us-ty"), (AT_LEAST, "{required: us-tx/individuals}"))

    assert mistakes(tmp_path, us_tx=broken, us_ty=other) == [f"us/tx.yaml:26:28: found '60 dys'; expected {LENGTH}"]


def test_thousands_of_mistakes_stay_bounded(tmp_path: Path) -> None:
    text = changed(("{data: ssn,", f"{{data: [{', '.join(f'ss{number}' for number in range(3_000))}],"))

    found = mistakes(tmp_path, us_tx=text)

    assert len(found) == MOST + 1
    assert found[-1].endswith("here and below are 2,900 more mistakes; mend the first 100 and read the file again")


# --- what only several rules together get wrong


def test_deadlines_that_hang_on_each_other_are_told_at_each(tmp_path: Path) -> None:
    text = changed(
        (WITHIN, "▸{earliest_of: [{before: attorney-general}]}"), (NO_LATER, "▸{no_later_than: individuals}")
    )
    clean, expected = told(
        "us/tx.yaml",
        text,
        "the deadline of 'individuals' hangs on itself",
        "the deadline of 'attorney-general' hangs on itself",
    )

    assert mistakes(tmp_path, us_tx=clean) == expected


def test_deadlines_that_hang_on_each_other_across_regimes_are_told(tmp_path: Path) -> None:
    one = changed((NO_LATER, "{no_later_than: us-ty/attorney-general}"))
    other = changed(("id: us-tx", "id: us-ty"), (NO_LATER, "{before: us-tx/attorney-general}"))

    assert mistakes(tmp_path, us_tx=one, us_ty=other) == [
        "us/tx.yaml:31:19: the deadline of 'attorney-general' hangs on itself",
        "us/ty.yaml:31:19: the deadline of 'attorney-general' hangs on itself",
    ]


def test_an_exception_cannot_ask_whether_a_duty_is_owed(tmp_path: Path) -> None:
    text = changed(
        ("protects: residents\n    information: " + INFORMATION, "protects: systems"),
        (ENCRYPTED, "{▸required: individuals}"),
    )
    clean, expected = told(
        "us/tx.yaml",
        text,
        "`required` is about outcomes, and the incident alone cannot answer it: put it under a duty's `when`",
    )

    assert mistakes(tmp_path, us_tx=clean) == expected


def test_a_rule_about_systems_has_no_cohorts_to_pick(tmp_path: Path) -> None:
    text = changed(
        ("protects: residents\n    information: " + INFORMATION, "protects: systems"),
        (ENCRYPTED, "{finding: mas.relevant_incident}"),
        ("notify: individuals", "notify: individuals\n        ▸concerning: {good_faith: yes}"),
    )
    clean, expected = told(
        "us/tx.yaml", text, "`concerning` picks cohorts, and a rule that protects systems counts none: use `when`"
    )

    assert mistakes(tmp_path, us_tx=clean) == expected


def test_what_binds_the_organisation_cannot_count_people(tmp_path: Path) -> None:
    binds = "binds: {cite: x, ▸residents_affected: {at_least: 1}}\n    "
    text = changed(("protects: residents", f"{binds}protects: residents"))
    clean, expected = told(
        "us/tx.yaml",
        text,
        "`residents_affected` is about outcomes, and the incident alone cannot answer it: put it under a duty's `when`",
    )

    assert mistakes(tmp_path, us_tx=clean) == expected


def texts(*spans: str) -> str:
    regime = REGIMES.removeprefix("regimes:\n")
    return LAW.replace(regime, "".join(regime.replace("{from: 2020-01-01}", span) for span in spans))


@pytest.mark.parametrize(
    ("spans", "line", "message"),
    [
        (
            ("{from: 2020-01-01}", "{from: 2021-01-01}"),
            36,
            "two texts of 'us-tx' are in force on 2021-01-01; the other one stands at us/tx.yaml:13:15",
        ),
        (
            ("{from: 2020-01-01, to: 2021-01-01}", "{from: 2021-01-01}"),
            36,
            "two texts of 'us-tx' are in force on 2021-01-01; the other one stands at us/tx.yaml:13:15",
        ),
        (
            ("{from: 2022-01-01}", "{from: 2020-01-01, to: 2022-01-01}"),
            13,
            "two texts of 'us-tx' are in force on 2022-01-01; the other one stands at us/tx.yaml:36:15",
        ),
        (
            ("{from: 2020-01-01, to: 2020-12-30}", "{from: 2021-01-01}"),
            36,
            "no text of 'us-tx' is in force from 2020-12-31 to 2020-12-31, "
            "between this one and the one at us/tx.yaml:13:15",
        ),
    ],
    ids=["open end", "one common day", "written in reverse", "a day without law"],
)
def test_texts_that_overlap_or_leave_a_gap_are_told(
    spans: tuple[str, ...], line: int, message: str, tmp_path: Path
) -> None:
    assert mistakes(tmp_path, us_tx=texts(*spans)) == [f"us/tx.yaml:{line}:15: {message}"]


def test_texts_that_meet_are_no_mistake(tmp_path: Path) -> None:
    text = texts("{from: 2020-01-01, to: 2020-12-31}", "{from: 2021-01-01}")

    law = load_law(library(tmp_path, us_tx=text), cache=False)

    assert [regime.key for _, regime in law.regimes()] == ["us-tx@2020-01-01", "us-tx@2021-01-01"]


def test_texts_that_overlap_across_files_are_told_with_the_other_file(tmp_path: Path) -> None:
    assert mistakes(tmp_path, us_tx=LAW, us_ty=LAW) == [
        "us/ty.yaml:13:15: two texts of 'us-tx' are in force on 2020-01-01; the other one stands at us/tx.yaml:13:15"
    ]


def test_an_authority_that_two_files_describe_otherwise_is_told_at_the_second(tmp_path: Path) -> None:
    other = changed(("id: us-tx", "id: us-ty"), ("checked: null", "checked: 2026-11-21"))

    assert mistakes(tmp_path, us_tx=LAW, us_ty=other) == [
        "us/ty.yaml:5:3: the authority 'attorney-general' of US-TX is described otherwise at us/tx.yaml:5:3"
    ]


def test_an_authority_of_another_jurisdiction_may_have_the_same_id(tmp_path: Path) -> None:
    other = changed(("US-TX", "US-VT"), ("id: us-tx", "id: us-ty"), ("of Texas", "of Vermont"))

    load_law(library(tmp_path, us_tx=LAW, us_vt=other), cache=False)


# --- files


def test_a_law_file_that_is_not_yaml_is_told(tmp_path: Path) -> None:
    assert mistakes(tmp_path, us_tx="regimes: [\n") == ["us/tx.yaml:2:1: not YAML: a value was expected here"]


def test_a_law_file_that_holds_a_list_is_told(tmp_path: Path) -> None:
    assert mistakes(tmp_path, us_tx="- a\n") == [
        "us/tx.yaml:1:1: found a list; expected a mapping (lines of `key: value`)"
    ]


def test_a_file_that_holds_no_law_at_all_is_told(tmp_path: Path) -> None:
    bare = LAW[: LAW.index("regimes:")]
    assert mistakes(tmp_path, us_tx=bare) == ["us/tx.yaml:1:1: `regimes` is missing"]


def test_a_file_may_hold_only_what_has_no_day_yet(tmp_path: Path) -> None:
    act = "references: [{title: The act, checked: 2026-11-21}]"
    pending = f"pending: [{{id: us-tx, title: Later, cite: § 1, begins: on a day, {act}}}]\n"
    law = load_law(library(tmp_path, us_tx=LAW[: LAW.index("regimes:")] + pending), cache=False)
    ((_, file),) = law.jurisdictions()
    assert law.regimes() == []
    assert [each.begins for each in file.pending] == ["on a day"]


# --- whatever is written


@settings(max_examples=300, deadline=None)
@given(changes(read_document(LAW).tree))
def test_no_message_speaks_of_python_and_each_has_its_place(of: list[Change]) -> None:
    try:
        document = read_document(spoiled(read_document(LAW).tree, of), name="us/tx.yaml")
        found = lint([(document, validated(Jurisdiction, document, {"vocabulary": VOCABULARY}))])
    except InputError as error:
        found = list(error.problems)
    for problem in found:
        assert problem.place.line == 1
        assert JARGON.search(problem.message) is None, problem
        assert problem.message.isprintable()
