"""Measures the speed of notifyrules beside a baseline run at the same time; prints ratios, asserts nothing.

    python bench/bench.py            # everything
    python bench/bench.py --quick    # fewer runs

(a) a cold `notifyrules assess` as a process, against processes that only import what it is built of;
(b) a warm `assess()` for 1, 10 and all jurisdictions, split into engine, checker, deadlines and the rest;
(c) resident memory before and after 10,000 assessments.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from notifyrules import Facts, assess, load_law
from notifyrules.assessment import assess as _  # noqa: F401 - loads the modules that are timed
from notifyrules.engine import deciding, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
CASES = {
    "three states": ROOT / "bench" / "three-states.yaml",
    "Australia": ROOT / "examples" / "au-australian-clinical-labs.yaml",
    "a hospital group, people anywhere in the US": ROOT / "examples" / "us-ascension.yaml",
    "people in all fifty-four": ROOT / "examples" / "us-nationwide.yaml",
}
BASELINES = {
    "pydantic, typer, yaml, pendulum": "import pydantic, typer, yaml, pendulum",
    "the same with BaseModel": "from pydantic import BaseModel; import typer, yaml, pendulum",
}
PLACES = ["US-CA", "US-TX", "US-NY", "US-FL", "US-VT", "US-NJ", "US-MA", "US-WA", "AU", "SG"]

console = Console(width=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    quick = parser.parse_args().quick
    cold(runs=7 if quick else 25)
    warm(runs=20 if quick else 200)
    memory(runs=1_000 if quick else 10_000)


# --- (a) cold


def cold(runs: int) -> None:
    program = str(Path(sys.executable).with_name("notifyrules"))
    commands = {f"assess: {name}": [program, "assess", str(path)] for name, path in CASES.items()}
    baselines = {name: [sys.executable, "-c", code] for name, code in BASELINES.items()}
    times: dict[str, list[float]] = {name: [] for name in (*commands, *baselines)}
    for _run in range(runs + 1):  # the first round warms the file cache and is thrown away
        for name, argv in (*commands.items(), *baselines.items()):
            times[name].append(seconds_of(argv))
    best = {name: min(each[1:]) for name, each in times.items()}
    median = {name: statistics.median(each[1:]) for name, each in times.items()}
    table = Table(title=f"(a) cold process, best and median of {runs}; the ratios are to the imports alone")
    for column in ("process", "best ms", "median ms", *(f"to {name} (best / median)" for name in baselines)):
        table.add_column(column)
    for name in times:
        ratios = [f"{best[name] / best[each]:.2f} / {median[name] / median[each]:.2f}" for each in baselines]
        table.add_row(
            name, f"{best[name] * 1000:.0f}", f"{median[name] * 1000:.0f}", *(ratios if name in commands else ())
        )
    console.print(table)


def seconds_of(argv: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


# --- (b) warm


class Stopwatch:
    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def timing(self, module: Any, name: str, part: str) -> Iterator[None]:
        original = getattr(module, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return original(*args, **kwargs)
            finally:
                self.spent[part] = self.spent.get(part, 0.0) + time.perf_counter() - begun

        setattr(module, name, timed)
        try:
            yield
        finally:
            setattr(module, name, original)


def warm(runs: int) -> None:
    law = load_law()
    assessing = sys.modules["notifyrules.assessment.assess"]
    table = Table(title=f"(b) warm assess(), mean of {runs} calls, milliseconds")
    for column in ("facts reach", "all", "engine", "checker", "deadlines", "rest", "times 1 jurisdiction"):
        table.add_column(column)
    first: float | None = None
    for name, facts in cases(law).items():
        assess(facts, law)  # compiles
        watch = Stopwatch()
        with (
            watch.timing(normal_form.RuleTable, "judge", "engine"),
            watch.timing(deciding, "prove", "checker"),
            watch.timing(deciding, "prove_count", "checker"),
            watch.timing(assessing, "due_dates", "deadlines"),
        ):
            spent = seconds(lambda facts=facts: assess(facts, law), runs)  # type: ignore[misc]  # the default binds the facts
        parts = {part: each / runs * 1000 for part, each in watch.spent.items()}
        whole = spent / runs * 1000
        first = first or whole
        rest = whole - sum(parts.values())
        table.add_row(
            name,
            f"{whole:.2f}",
            *(f"{parts.get(part, 0.0):.2f}" for part in ("engine", "checker", "deadlines")),
            f"{rest:.2f}",
            f"{whole / first:.1f}",
        )
    console.print(table)


def cases(law: Any) -> dict[str, Facts]:
    every = sorted({entry.jurisdiction for entry in law.index} - {"001"})  # practice is nowhere in particular
    ten = [place for place in PLACES if place in every][:10]
    return {
        "1 jurisdiction": facts_in(["US-TX"], law),
        f"{len(ten)} jurisdictions": facts_in(ten, law),
        f"all {len(every)} jurisdictions": facts_in(every, law, everything_unknown=True),
    }


def facts_in(places: list[str], law: Any, *, everything_unknown: bool = False) -> Facts:
    return Facts.from_dict(
        {
            "incident": {
                "timeline": {"occurred": "2026-02-20", "discovered": "2026-03-02", "determined": "2026-03-05"},
                "event": {"acquired": "yes", "accessed": "yes", "lost": "no"},
                "medium": "electronic",
                "good_faith": "no",
                "harm": {"default": "likely"},
            },
            "organisation": {"role": "owner", "kind": "business"}
            | ({} if everything_unknown else {"regulated_as": [], "operates_in": places}),
            "cohorts": [
                {
                    "id": "people",
                    "data": ["name", "ssn", "medical_information"],
                    "protection": {"encrypted": "no", "key_compromised": "no"},
                    "residents": dict.fromkeys(places, 1200),
                }
            ],
        },
        law.vocabulary,
    )


def seconds(call: Callable[[], object], runs: int) -> float:
    begun = time.perf_counter()
    for _run in range(runs):
        call()
    return time.perf_counter() - begun


# --- (c) memory


def memory(runs: int) -> None:
    law = load_law()
    facts = facts_in(["US-TX", "US-CA", "US-NY"], law)
    for _run in range(200):
        assess(facts, law)
    before = resident()
    for _run in range(runs):
        assess(facts, law)
    after = resident()
    table = Table(title="(c) resident memory, MiB")
    for column in ("before", f"after {runs:,} assessments", "growth"):
        table.add_column(column)
    table.add_row(f"{before:.1f}", f"{after:.1f}", f"{after - before:+.1f} ({after / before:.3f} times)")
    console.print(table)


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


if __name__ == "__main__":
    main()
