"""An invented library of law (`library/`) and facts to judge under it, so that no real statute moves these tests."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from functools import cache
from pathlib import Path

from notifyrules import Assessment, Facts, Law, assess, load_law
from notifyrules.law.library import bundled_directory

LIBRARY = Path(__file__).with_name("library")

FACTS = """\
incident:
  id: INC-1
  title: A lost laptop
  timeline:
    discovered: 2026-03-02T20:30Z
    determined: 2026-03-06T12:00-05:00
  event: {acquired: yes}
  findings: {mas.relevant_incident: yes}
organisation: {name: Example Ltd, role: owner}
cohorts:
  - id: staff
    data: [name, ssn]
    protection: {encrypted: no}
    residents: {US-HI: {min: 900, max: 1100}, US-NY: 3, AU: 1}
"""
"""Discovered in Sydney and Singapore on 3 March, in New York and Honolulu on 2 March; 45 days from then, and so on:

- `test-sg/authority-at-once` an hour: 21:30Z
- `customer-terms/customer` (by contract) 24 hours: 3 March 20:30Z
- `test-sg/authority` 3 days from 3 March: 6 March
- `test-ny/bank-office` 72 hours from 6 March 17:00Z: 9 March 17:00Z, across the change to summer time
- `test-ny/individuals` 30 days from 2 March: 1 April
- `test-au/commissioner` 30 days from 3 March: 2 April
- `test-hi/individuals` 45 days from 2 March: 16 April
- `test-hi/office` the same, from 1,000 people in Hawaii on: undetermined
- `test-hi/agencies` above 5,000 people: not required
"""


@cache
def the_law() -> Law:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(LIBRARY, folder, dirs_exist_ok=True)
        shutil.copy(bundled_directory() / "vocabulary.yaml", folder)
        return load_law(Path(folder), cache=False)


def facts_with(*changes: tuple[str, str]) -> Facts:
    """Return `FACTS` with pieces of its text replaced; each stands there exactly once."""
    text = FACTS
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the facts"
        text = text.replace(old, new)
    return Facts.from_yaml(text, the_law().vocabulary, name="facts.yaml")


def judged(*changes: tuple[str, str], now: str | None = None, everything: bool = False) -> Assessment:
    moment = dt.datetime.fromisoformat(now) if now else None
    return assess(facts_with(*changes), the_law(), now=moment, everything=everything)
