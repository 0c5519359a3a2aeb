"""On a terminal: colours, its width, and no trouble with one that knows few characters."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.command import COMMAND, environment


def on_a_terminal(facts: Path, columns: int = 100, **env: str) -> tuple[int, bytes]:
    """Assess facts on a pseudo-terminal; return its exit code and what the terminal got."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [str(COMMAND), "assess", str(facts)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(**{"TERM": "xterm-256color", **env}),
    )
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # Linux ends a pseudo-terminal with an error
        while piece := os.read(ours, 65536):
            shown += piece
    os.close(ours)
    code = process.wait(timeout=60)
    assert b"Traceback" not in shown, shown.decode(errors="replace")
    return code, shown


def test_a_terminal_gets_colours(facts: Path) -> None:
    code, shown = on_a_terminal(facts)
    assert code == 0
    assert b"\x1b[1mINC-2026-031" in shown
    assert "us-tx/attorney-general" in shown.decode()


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_escape_code_reaches_a_terminal_that_wants_none(facts: Path, name: str, value: str) -> None:
    code, shown = on_a_terminal(facts, 100, **{name: value})
    assert code == 0
    assert b"INC-2026-031" in shown
    assert b"\x1b" not in shown


def test_lines_are_folded_at_the_width_of_the_terminal(facts: Path) -> None:
    _, shown = on_a_terminal(facts, columns=64, NO_COLOR="1")
    assert max(cell_len(line.rstrip()) for line in shown.decode().splitlines()) <= 64
    assert "us-tx/consumer-reporting-agencies" not in shown.decode()  # not owed, so not shown
    assert "us-tx/attorney-general  § 521.053(i)" in shown.decode()


def test_a_terminal_that_lacks_a_character_shows_a_question_mark(facts: Path) -> None:
    facts.write_text(facts.read_text().replace("Payroll export", "データ “Zoë”"))
    code, shown = on_a_terminal(facts, PYTHONIOENCODING="latin-1", NO_COLOR="1")
    assert code == 0
    assert "INC-2026-031 · ??? ?Zoë? taken" in shown.decode("latin-1")
