"""A small law of our own: files written into a directory, with the bundled vocabulary, and loaded as any law is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from notifyrules import Assessment, Facts, Law, assess, load_law
from notifyrules.law.library import bundled_directory

Plain = dict[str, Any]


def duty(name: str, deadline: Plain | None = None, **more: Any) -> Plain:
    """Return a duty to tell individuals, owed whatever the organisation's role."""
    plain = {"id": name, "notify": "individuals", "owed_by": "any", "cite": f"§ {name}"}
    return {**plain, "deadline": deadline or {"standard": "without unreasonable delay"}, **more}


def regime(*duties: Plain, **more: Any) -> Plain:
    """Return a regime on Social Security numbers of residents that every such cohort comes under."""
    plain: Plain = {
        "id": "law",
        "title": "Small Law",
        "cite": "Small Law § 1",
        "in_force": {"from": "2000-01-01"},
        "picks_law_by": "discovered",
        "references": [{"title": "Small Law", "checked": "2026-11-21"}],
        "protects": "residents",
        "information": {"data": "ssn", "cite": "§ 1"},
    }
    return {**plain, **more, "duties": list(duties)}


def jurisdiction(*regimes: Plain, code: str = "US-VT", zone: str = "America/New_York", **more: Any) -> Plain:
    """Return a jurisdiction file."""
    return {"jurisdiction": code, "name": f"The place {code}", "timezone": zone, **more, "regimes": list(regimes)}


def written(folder: Path, *files: Plain, clock_starts: str = "") -> Law:
    """Write the files and load them; `clock_starts` are further lines of that list of the vocabulary."""
    vocabulary = (bundled_directory() / "vocabulary.yaml").read_text(encoding="utf-8")
    assert vocabulary.count("\nclock_starts:\n") == 1
    vocabulary = vocabulary.replace("\nclock_starts:\n", f"\nclock_starts:\n{clock_starts}")
    (folder / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    for number, file in enumerate(files):
        (folder / f"file-{number}.yaml").write_text(yaml.safe_dump(file, sort_keys=False), encoding="utf-8")
    return load_law(folder, cache=False)


def people(code: str = "US-VT", number: Any = 100, **more: Any) -> Plain:
    """Return a cohort whose Social Security numbers were held."""
    return {"id": "people", "data": ["name", "ssn"], "residents": {code: number}, **more}


def judged(law: Law, found: Plain, *, use_rete: bool = False) -> Assessment:
    """Assess facts given as plain values."""
    return assess(Facts.from_dict(found, law.vocabulary), law, use_rete=use_rete, everything=True)
