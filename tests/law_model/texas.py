"""A library of one small regime, to be spoiled."""

from __future__ import annotations

import shutil
from pathlib import Path

from notifyrules.law.library import bundled_directory

LAW = """\
jurisdiction: US-TX
name: Texas
timezone: America/Chicago
authorities:
  attorney-general:
    kind: attorney_general
    name: Attorney General of Texas
    checked: null
regimes:
  - id: us-tx
    title: Breach of system security
    cite: § 521.053
    in_force: {from: 2020-01-01}
    picks_law_by: discovered
    references: [{title: The code, url: "https://statutes.example/521", checked: 2026-11-21}]
    protects: residents
    information: {data: ssn, cite: § 521.002}
    exceptions:
      - id: encrypted
        when: {protection: encrypted}
        lifts: [individuals]
        cite: § 521.002(b)
    duties:
      - id: individuals
        notify: individuals
        deadline: {within: 60 days, after: determined}
        cite: § 521.053(b)
      - id: attorney-general
        notify: attorney-general
        when: {residents_affected: {at_least: 250}}
        deadline: {no_later_than: individuals}
        cite: § 521.053(i)
"""


def changed(*changes: tuple[str, str], law: str = LAW) -> str:
    """Return the law with each first text replaced, once, by the second."""
    for old, new in changes:
        assert law.count(old) == 1, f"{old!r} stands {law.count(old)} times in the law"
        law = law.replace(old, new)
    return law


def library(directory: Path, **files: str) -> Path:
    """Write a library of these files (`us_tx` is `us/tx.yaml`) with the vocabulary that is shipped."""
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copy(bundled_directory() / "vocabulary.yaml", directory)
    for name, text in files.items():
        path = directory / f"{name.replace('_', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return directory
