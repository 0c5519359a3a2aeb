"""The JSON Schemas, against an independent validator: they take what we take and refuse what we refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

import notifyrules
from notifyrules import Facts, assess, load_law
from notifyrules.export.json_text import to_json
from notifyrules.export.schemas import schemas, to_text
from notifyrules.law.library import bundled_directory
from notifyrules.reading import read_document
from tests.cli.command import FACTS, OVERLAY, run
from tests.law.conftest import scenario_facts

LAW = load_law()
ROOT = Path(__file__).parents[2]
SHIPPED = Path(notifyrules.__file__).parent / "schemas"
NAMES = ("facts", "jurisdiction", "assessment")


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SHIPPED / f"{name}.schema.json").read_text(encoding="utf-8")))


def mistakes(name: str, value: Any) -> list[str]:
    found = [each for error in validator(name).iter_errors(value) for each in (error, *within(error))]
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in found]


def within(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the mistakes inside the alternatives of which none fits."""
    for each in error.context or ():
        yield each
        yield from within(each)


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_that_are_shipped_are_those_of_the_models(name: str) -> None:
    made = to_text(schemas(LAW.vocabulary)[name]())
    assert (SHIPPED / f"{name}.schema.json").read_text(encoding="utf-8") == made, "stale: run `make generated`"
    Draft202012Validator.check_schema(json.loads(made))
    assert run("schema", name).out == made


LAW_FILES = [
    *(path for path in sorted(bundled_directory().rglob("*.yaml")) if path.name != "vocabulary.yaml"),
    OVERLAY,
    *sorted((ROOT / "examples").glob("contracts/*.yaml")),
]


@pytest.mark.parametrize("path", LAW_FILES, ids=lambda path: path.stem)
def test_every_law_file_is_valid(path: Path) -> None:
    assert mistakes("jurisdiction", read_document(path).tree) == []


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_and_its_assessment_are_valid(path: Path) -> None:
    assert mistakes("facts", read_document(path).tree) == []
    found = assess(Facts.from_yaml(path, LAW.vocabulary), LAW)
    assert mistakes("assessment", json.loads(to_json(found))) == []


def test_the_facts_of_every_scenario_are_valid() -> None:
    count = 0
    for name, facts in scenario_facts():
        assert mistakes("facts", facts) == [], name
        count += 1
    assert count > 900


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("acquired: yes", "aquired: yes"), "incident/event"),
        (("acquired: yes", "acquired: perhaps"), "incident/event/acquired"),
        (("[name, ssn]", "[name, snn]"), "cohorts/0/data/1"),
        (("[name, ssn]", "ssn"), "cohorts/0/data"),
        (("US-TX: 312", "US-ZZ: 312"), "cohorts/0/residents"),
        (("US-TX: 312", "US-TX: -1"), "cohorts/0/residents/US-TX"),
        (("role: owner", "role: owners"), "organisation/role"),
        (("  medium: electronic", "  mediums: electronic"), "incident"),
        (("discovered:", "discovred:"), "incident/timeline"),
    ],
)
def test_an_editor_underlines_what_is_refused(change: tuple[str, str], place: str) -> None:
    assert change[0] in FACTS
    tree = read_document(FACTS.replace(*change), name="facts").tree
    assert any(each.startswith(place) for each in mistakes("facts", tree)), mistakes("facts", tree)


def test_facts_with_everything_unknown_are_valid() -> None:
    template = run("init", "-").out
    assert mistakes("facts", read_document(template, name="template").tree) == []
