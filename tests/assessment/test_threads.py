"""One law shared by threads."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from notifyrules import Facts, Law, assess, load_law
from notifyrules.engine import rete_available

THREADS = 8

pytestmark = pytest.mark.skipif(not rete_available(), reason="durable_rules cannot be imported on this interpreter")


def incident(number: int) -> dict[str, Any]:
    """Return one of many different incidents: other places, numbers, data, answers and days."""
    places = ["US-TX", "US-VT", "US-NY", "US-CA", "US-FL", "AU", "SG"]
    here, there = places[number % 7], places[(number + 3) % 7]
    answer = ["yes", "no", "unknown"][number % 3]
    return {
        "incident": {
            "id": f"INC-{number}",
            "timeline": {"discovered": f"2026-03-{1 + number:02}", "determined": f"2026-04-{1 + number:02}"},
            "event": {"acquired": "yes", "accessed": answer},
            "medium": "electronic",
            "good_faith": "no",
            "harm": {"default": "likely" if number % 2 else "unknown"},
        },
        "organisation": {"role": "owner", "kind": "business", "regulated_as": ["hipaa.covered_entity"]},
        "cohorts": [
            {
                "id": f"cohort {index}",
                "data": ["name", ["ssn", "medical_information", "passport"][(number + index) % 3]],
                "protection": {"encrypted": "no"},
                "residents": {here: 250 * number, there: {"min": number, "max": 20_000}},
            }
            for index in range(1 + number % 3)
        ],
    }


def as_json(law: Law, number: int) -> str:
    return json.dumps(assess(Facts.from_dict(incident(number), law.vocabulary), law).to_dict())


def test_eight_threads_with_one_law_say_what_one_thread_says() -> None:
    numbers = list(range(16))
    shared, alone = load_law(), load_law()  # two, so that the threads also compile at the same time
    together = threading.Barrier(THREADS)

    def work(offset: int) -> dict[int, str]:
        together.wait(timeout=60)
        turned = numbers[offset * 2 :] + numbers[: offset * 2]
        return {number: as_json(shared, number) for number in turned}

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(work, range(THREADS)))
    serially = {number: as_json(alone, number) for number in numbers}
    assert len(set(serially.values())) == len(numbers)
    assert '"engine": "durable_rules' in serially[0]
    for each in found:
        assert each == serially
