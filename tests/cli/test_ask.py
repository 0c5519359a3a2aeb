"""`notifyrules ask`, over a pipe and at a terminal that is interrupted."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, FACTS, environment, run

OPEN = FACTS.replace("event: {acquired: yes}", "event: {acquired: unknown}   # the vendor is asked").replace(
    "  harm: {default: likely}\n", ""
)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(OPEN, encoding="utf-8")
    return path


def test_it_asks_what_decides_says_why_and_shows_what_an_answer_changed(facts: Path) -> None:
    done = run("ask", facts, stdin=b"yes\n")
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    assert "1. Was data taken, copied or downloaded by someone not entitled to it?" in text
    assert re.search(r"\[decides [^]]*us-tx/", text)
    assert "(yes or no; ? if not known, q to stop)" in text
    assert re.search(r"Now required: [^:]+ and \d+ more", text)
    kept = facts.read_text(encoding="utf-8")
    assert "event: {acquired: yes}   # the vendor is asked" in kept
    assert kept == OPEN.replace("acquired: unknown", "acquired: yes"), "nothing else was touched"


def test_what_is_not_known_is_passed_over_and_what_is_not_understood_is_asked_again(facts: Path) -> None:
    done = run("ask", facts, stdin=b"perhaps\n?\nq\n")
    assert done.code == 0
    assert "not understood: expected yes or no" in done.out
    assert facts.read_text(encoding="utf-8") == OPEN


def test_letters_for_yes_and_numbers_with_commas_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(OPEN.replace("US-TX: 312", "US-TX: unknown"), encoding="utf-8")
    run("ask", path, stdin=b"y\nUS-TX 3,100, AU 12\nq\n")
    text = path.read_text(encoding="utf-8")
    assert "event: {acquired: yes}" in text
    assert "residents: {US-TX: 3100, AU: 12}" in text


def test_answers_need_a_file_to_be_written_into() -> None:
    done = run("ask", "-", stdin=OPEN.encode())
    assert (done.code, done.out) == (2, "")
    assert done.err == "notifyrules: ask writes the answers into the facts file; name the file\n"


def test_an_answer_the_facts_refuse_is_told_and_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS.replace("data: [name, ssn]", "data: unknown"), encoding="utf-8")
    done = run("ask", path, stdin=b"name, snn\nname, ssn\n")
    assert "unknown data element 'snn'; did you mean 'ssn'?" in done.out
    assert "data: [name, ssn]" in path.read_text(encoding="utf-8")


def test_data_that_was_not_confirmed_moves_to_what_was_held(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    open_data = "data: [name]\n    data_unconfirmed: [ssn, salary]"
    path.write_text(FACTS.replace("data: [name, ssn]", open_data), encoding="utf-8")
    run("ask", path, stdin=b"ssn\n")
    kept = path.read_text(encoding="utf-8")
    assert "data: [name, ssn]" in kept
    assert "data_unconfirmed: []" in kept


def test_with_nothing_to_ask_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS, encoding="utf-8")
    done = run("ask", path)
    assert "Nothing more to ask" in done.out
    assert path.read_text(encoding="utf-8") == FACTS


def started(path: Path) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen([str(COMMAND), "ask", str(path)], stdin=pipe, stdout=pipe, stderr=pipe, env=environment())


def wait_for(process: subprocess.Popen[bytes], words: bytes) -> bytes:
    assert process.stdout is not None
    seen = b""
    ends = time.monotonic() + 30
    while words not in seen and time.monotonic() < ends:
        seen += os.read(process.stdout.fileno(), 65536)
    assert words in seen
    return seen


def answer(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


def test_ctrl_c_loses_nothing_that_was_answered(facts: Path) -> None:
    process = started(facts)
    wait_for(process, b"q to stop) > ")
    answer(process, b"yes\n")
    wait_for(process, b"Now required")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode in (0, 130)
    assert b"Traceback" not in err
    assert "acquired: yes" in facts.read_text(encoding="utf-8")


def test_a_file_that_was_changed_meanwhile_is_not_written_over(facts: Path) -> None:
    process = started(facts)
    wait_for(process, b"q to stop) > ")
    theirs = OPEN.replace("INC-2026-031", "INC-2026-099")
    facts.write_text(theirs, encoding="utf-8")
    answer(process, b"yes\n")
    _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert b"was changed while you were asked; this answer was not written" in err
    assert facts.read_text(encoding="utf-8") == theirs


def test_a_file_that_cannot_be_read_or_understood_is_told(tmp_path: Path) -> None:
    done = run("ask", tmp_path / "none.yaml")
    assert (done.code, done.out) == (2, "")
    assert "there is no such file" in done.err
    bad = tmp_path / "bad.yaml"
    bad.write_text("incident: {evnt: {}}\n", encoding="utf-8")
    done = run("ask", bad)
    assert (done.code, done.out) == (2, "")
    assert "bad.yaml:1:12: unknown key 'evnt'" in done.err
