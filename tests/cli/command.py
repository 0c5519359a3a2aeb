"""Runs the installed command as a user does, in a process of its own and a clean environment."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).with_name("notifyrules")
OVERLAY = Path(__file__).parents[1] / "export" / "library" / "customer.yaml"

FACTS = """\
incident:
  id: INC-2026-031
  title: Payroll export taken from a file share
  timeline:
    discovered: 2026-03-02T09:15-06:00
    determined: 2026-03-05T17:00-06:00
  event: {acquired: yes}
  medium: electronic
  good_faith: no
  harm: {default: likely}
organisation:
  name: Example Payroll Ltd
  role: owner
  kind: business
  regulated_as: []
  operates_in: [US]
cohorts:
  - id: employees
    data: [name, ssn]
    protection: {encrypted: no, key_compromised: no}
    residents: {US-TX: 312}
"""
"""For Texas (§ 521.053): determined on Thursday 5 March, so day 30 is Saturday 4 April, day 60 Monday 4 May."""


@dataclass(frozen=True)
class Ran:
    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()


def environment(**changes: str) -> dict[str, str]:
    """Return an environment in which nothing of the tester's own terminal shows."""
    kept = {name: os.environ[name] for name in ("PATH", "NOTIFYRULES_CACHE") if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, **changes}


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, program: str = "", **env: str) -> Ran:
    """Run the command, or a Python program with the command's arguments; never with a traceback."""
    start = [sys.executable, "-c", program] if program else [str(COMMAND)]
    done = subprocess.run(
        [*start, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**env),
        timeout=60,
        check=False,
    )
    error = done.stderr.decode()
    assert "Traceback" not in error, error
    return Ran(done.returncode, done.stdout, error)
