"""Collects each scenario of `tests/law/**/*.yaml` as a test of its own.

The format is told in docs/testing-the-law.md. Expected outcomes are written by hand from the source.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notifyrules import Assessment, Facts, Law, assess, load_law
from notifyrules.assessment import AssessedDuty
from notifyrules.reading import read_document

SCENARIO_KEYS = {"name", "source", "facts", "expect", "warns", "law_as_of", "note"}
EXPECTATION_KEYS = {"status", "due", "safe_by", "state", "depends_on"}


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.File | None:
    if file_path.suffix == ".yaml":
        return ScenarioFile.from_parent(parent, path=file_path)
    return None


@lru_cache(maxsize=1)
def the_law() -> Law:
    return load_law()


@cache
def law_on(regimes: frozenset[str]) -> Law:
    """Return the files of the library that hold these regimes, and those of the regimes that they ask about."""
    law, held = the_law(), set[str]()
    asked = set(regimes)
    while asked - held:
        held = {
            each.id
            for _, file in law.jurisdictions()
            for each in file.regimes
            if asked & {one.id for one in file.regimes}
        }
        asked |= held
        for _, regime in law.regimes():
            if regime.id in held:
                conditions = [each for _, condition, _ in regime.conditions() for _, each in condition.walk()]
                orders = [duty for each in regime.duties for duty in each.deadline.duties]
                others = [*(each.required for each in conditions if each.required), *orders]
                asked |= {other.partition("/")[0] for other in others if "/" in other}
    chosen = [
        number for number, (_, file) in enumerate(law.jurisdictions()) if held & {each.id for each in file.regimes}
    ]
    return dataclasses.replace(
        law,
        sources=tuple(law.sources[number] for number in chosen),
        index=tuple(law.index[number] for number in chosen),
    )


def scenario_facts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the facts of every scenario."""
    for path in sorted(Path(__file__).parent.rglob("*.yaml")):
        tree: Any = read_document(path).tree
        for scenario in tree["scenarios"]:
            yield f"{path.name}: {scenario['name']}", changed(tree.get("base", {}), scenario.get("facts") or {})


class ScenarioFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        tree = read_document(self.path).tree
        assert isinstance(tree, dict), f"{self.path}: a mapping with base and scenarios was expected"
        assert set(tree) <= {"base", "scenarios", "note"}, (
            f"{self.path}: unknown keys {set(tree) - {'base', 'scenarios'}}"
        )
        scenarios: Any = tree["scenarios"]
        names = [scenario["name"] for scenario in scenarios]
        assert len(names) == len(set(names)), f"{self.path}: two scenarios have the same name"
        for scenario in scenarios:
            unknown = set(scenario) - SCENARIO_KEYS
            assert not unknown, f"{self.path}: {scenario['name']}: unknown keys {sorted(unknown)}"
            yield Scenario.from_parent(self, name=scenario["name"], base=tree.get("base", {}), scenario=scenario)


class Scenario(pytest.Item):
    def __init__(self, *, base: dict[str, Any], scenario: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.base = base
        self.scenario = scenario

    def runtest(self) -> None:
        law = the_law()
        facts = Facts.from_dict(changed(self.base, self.scenario.get("facts") or {}), law.vocabulary)
        as_of = self.scenario.get("law_as_of")
        day = dt.date.fromisoformat(as_of) if as_of else None
        expected = frozenset(duty.partition("/")[0] for duty in self.scenario["expect"])
        result = assess(facts, law_on(expected), law_as_of=day, everything=True)
        reached = assess(facts, law, law_as_of=day)
        wrong = [
            message
            for duty, expected in self.scenario["expect"].items()
            for message in differences(duty, expected, result, law)
        ]
        wrong += unlike(reached, result)
        warned = self.scenario.get("warns")
        if warned and not any(warned in warning for warning in result.warnings):
            wrong.append(f"no warning contains {warned!r}; there are {list(result.warnings)}")
        if wrong:
            raise ScenarioFailedError("\n".join(wrong))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, ScenarioFailedError):
            return f"{self.scenario['name']} ({self.scenario.get('source', 'no source')})\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class ScenarioFailedError(AssertionError):
    """What was expected and what came out, duty by duty."""


def changed(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return the base facts with small changes: dotted paths to new values, cohorts by id, null takes out."""
    facts = copy.deepcopy(base)
    for path, value in changes.items():
        steps = (
            path.split(".", 2)
            if path.startswith(("incident.findings.", "incident.notices_given."))
            else path.split(".")
        )
        at: Any = facts
        for number, step in enumerate(steps):
            last = number == len(steps) - 1
            if isinstance(at, list):
                cohort = next((each for each in at if each["id"] == step), None)
                if last and value is None:
                    at.remove(cohort)
                    break
                if cohort is None:
                    cohort = {"id": step}
                    at.append(cohort)
                if last:
                    cohort.update(value)
                at = cohort
            elif last:
                if value is None:
                    at.pop(step, None)
                else:
                    at[step] = value
            else:
                if not isinstance(at.get(step), dict | list):  # absent, or `unknown`
                    at[step] = [] if step == "cohorts" else {}
                at = at[step]
    return facts


def differences(duty_id: str, expected: Any, result: Assessment, law: Law) -> Iterator[str]:
    """Yield what differs between an expectation and the assessment."""
    try:
        duty = result.duty(duty_id)
    except KeyError:
        status = expected if isinstance(expected, str) else expected["status"]
        known = {f"{each.id}/{duty.id}" for _, each in law.regimes() for duty in each.duties}
        if not (status == "not_required" and duty_id in known):  # known, and not in the text that applies
            yield f"{duty_id}: expected {status}, but the assessment has no such duty"
        return
    wanted = {"status": expected} if isinstance(expected, str) else expected
    assert set(wanted) <= EXPECTATION_KEYS, f"unknown keys {set(wanted) - EXPECTATION_KEYS}"
    if duty.status != wanted["status"]:
        unknown = ", ".join(duty.depends_on) or "nothing unknown"
        yield f"{duty_id}: expected {wanted['status']}, found {duty.status} ({unknown})"
    if missing := set(wanted.get("depends_on", ())) - set(duty.depends_on):
        yield f"{duty_id}: does not hang on {sorted(missing)}, but on {list(duty.depends_on)}"
    yield from _date_differences(duty, wanted, law)


def unlike(reached: Assessment, everything: Assessment) -> list[str]:
    """Return where the assessment of what the facts reach in the library says other than that of whole files."""
    judged = {duty.id: duty for duty in reached.duties}
    wrong = []
    for duty in everything.duties:
        same = judged.get(duty.id)
        if same is None and duty.status != "not_required":
            wrong.append(f"{duty.id}: {duty.status}, but the facts are said not to reach it")
        elif same is not None and (same.status, same.deadline) != (duty.status, duty.deadline):
            wrong.append(f"{duty.id}: {same.status} by what the facts reach, {duty.status} by the whole file")
    return wrong


def _date_differences(duty: AssessedDuty, wanted: dict[str, Any], law: Law) -> Iterator[str]:
    deadline = duty.deadline
    if "due" in wanted:
        due = deadline.due if deadline else None
        expected = _instant(wanted["due"], duty.jurisdiction, law)
        if (due and due.timestamp()) != (expected and expected.timestamp()):  # autumn repeats an hour
            yield f"{duty.id}: expected due {expected}, found {due}\n    {deadline.counting if deadline else ''}"
    if "safe_by" in wanted:
        found = deadline.safe_by.isoformat() if deadline and deadline.safe_by else None
        if found != wanted["safe_by"]:
            yield f"{duty.id}: expected safe_by {wanted['safe_by']}, found {found}"
    if "state" in wanted and (deadline.state if deadline else None) != wanted["state"]:
        yield f"{duty.id}: expected state {wanted['state']}, found {deadline.state if deadline else None}"


def _instant(written: str | None, place: str, law: Law) -> dt.datetime | None:
    if written is None:
        return None
    if len(written) == len("2026-01-01"):
        zone = next(file.timezone for _, file in law.jurisdictions() if file.jurisdiction == place)
        return dt.datetime.combine(dt.date.fromisoformat(written), dt.time(23, 59, 59), tzinfo=ZoneInfo(zone))
    return dt.datetime.fromisoformat(written)
