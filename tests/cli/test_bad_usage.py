"""What is asked wrongly, interrupted, or inconsistent inside: exit codes, and never a traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from notifyrules.cli.app import app
from notifyrules.engine import rete_available
from notifyrules.facts.model import LIMITS
from tests.cli.command import COMMAND, FACTS, environment, run


@pytest.mark.parametrize(
    "arguments",
    [("asses", "facts.yaml"), ("assess", "facts.yaml", "--fromat", "json"), ("assess",), ("law", "chekc")],
)
def test_an_unknown_command_or_option_is_refused(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Error" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.yaml",), "missing.yaml: there is no such file"),
        ((".",), ".: this is a directory; a YAML file was expected"),
        (("facts.yaml", "--now", "2026-03-10T09:00"), "--now 2026-03-10T09:00: expected a time with its UTC offset"),
        (("facts.yaml", "--now", "2026-03-10"), "--now 2026-03-10: expected a time with its UTC offset, such as 2026-"),
        (("facts.yaml", "--now", "soon"), "--now soon: expected `now` or a time such as 2026-03-10T09:00-05:00"),
        (("facts.yaml", "--now", "0001-01-01T00:00+14:00"), "--now 0001-01-01T00:00+14:00: expected `now` or a time"),
        (("facts.yaml", "--law-as-of", "2025-06-31"), "--law-as-of 2025-06-31: expected a day such as 2025-06-30"),
        (("facts.yaml", "--law-as-of", "last year"), "--law-as-of last year: expected a day such as 2025-06-30"),
    ],
)
def test_what_cannot_be_carried_out_is_told_with_what_was_expected(
    facts: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run("assess", *arguments, cwd=facts.parent)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"notifyrules: {message}")


def test_every_mistake_in_the_facts_is_told_with_its_place(tmp_path: Path) -> None:
    wrong = FACTS.replace("acquired: yes", "acquird: yes").replace("US-TX: 312", "US-TX: many")
    done = run("assess", "-", stdin=wrong.encode())
    assert (done.code, done.out) == (2, "")
    first, second, last = done.err.splitlines()
    assert first.startswith("notifyrules: <stdin>:7:11: ")
    assert "'acquired'" in first
    assert second.startswith("notifyrules: <stdin>:21:24: ")
    assert last == "notifyrules: 2 mistakes; nothing was done."


def test_a_message_cannot_steer_the_terminal(tmp_path: Path) -> None:
    name = tmp_path / "a\x1b[2J\nnotifyrules: all is well\u202e.yaml"
    done = run("assess", name)
    assert done.code == 2
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err
    assert "\nnotifyrules: all is well" not in done.err


def test_standard_input_that_is_not_utf_8_is_told_with_its_place() -> None:
    done = run("assess", "-", stdin=b"incident:\n  title: caf\xe9\n")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("notifyrules: <stdin>:2:13: the byte 0xe9 is not UTF-8")


@pytest.mark.parametrize("filler", ["x", "é"])
def test_standard_input_that_is_too_large_is_refused_and_never_cut(filler: str) -> None:
    comment = f"# {filler * (LIMITS.size // len(filler.encode()))}\n"
    done = run("assess", "-", stdin=(FACTS + comment).encode())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("notifyrules: <stdin>: there is more than the 1,000,000 bytes that are read")


@pytest.mark.parametrize(("closed", "message"), [(0, "standard input is closed"), (1, "standard output is closed")])
def test_a_stream_that_is_closed_is_told(closed: int, message: str) -> None:
    program = f"import sys; sys.std{'in' if closed == 0 else 'out'} = None; from notifyrules.cli import main; main()"
    done = run("assess", "-", "--format", "json", stdin=FACTS.encode(), program=program)
    assert (done.code, done.raw, done.err) == (2, b"", f"notifyrules: {message}\n")


def test_ctrl_c_ends_the_command_with_130() -> None:
    process = subprocess.Popen(
        [str(COMMAND), "assess", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    process.stdin.write(b"# a pipe holds less than this: it is taken only once the command reads\n" * 5000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_who_has_seen_enough_hears_no_complaint(facts: Path, form: str) -> None:
    process = subprocess.Popen(
        [str(COMMAND), "assess", str(facts), "--all", "--format", form],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    process.stdout.close()  # gone before the first line
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 1


# --- inside

LYING_ENGINE = """
from notifyrules.engine.normal_form import RuleTable
judge = RuleTable.judge
RuleTable.judge = lambda *given: [{name: ~truth for name, truth in row.items()} for row in judge(*given)]
from notifyrules.cli import main
main()
"""


@pytest.mark.skipif(not rete_available(), reason="durable_rules cannot run on this interpreter")
@pytest.mark.parametrize("form", ["table", "ics"])
def test_where_engine_and_checker_differ_nothing_is_published(facts: Path, tmp_path: Path, form: str) -> None:
    output = tmp_path / "out"
    output.write_text("from before")
    for target in ("-", output):
        done = run("assess", facts, "--format", form, "-o", target, program=LYING_ENGINE)
        assert (done.code, done.raw) == (3, b"")
        assert done.err.startswith("notifyrules: internal error: ")
        assert "durable_rules says" in done.err
        assert done.err.endswith("Nothing was published; please report this with the facts file.\n")
    assert output.read_text() == "from before"


# --- help


def test_version_names_program_and_law() -> None:
    done = run("--version")
    assert (done.code, done.err) == (0, "")
    program, law = done.out.rstrip("\n").split(", ")
    assert program == "notifyrules 0.1.0"
    assert law.startswith("law of 20")


@pytest.mark.parametrize(
    "command",
    ["assess", "explain", "calendar", "init", "law list", "law show", "law check", "law terms"],
)
def test_the_help_of_each_command_shows_an_example(command: str) -> None:
    done = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "100", "NO_COLOR": "1"})
    assert done.exit_code == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    after = lines[next(n for n, line in enumerate(lines) if line in ("Example:", "Examples:")) + 1 :]
    assert any(line.startswith(f"notifyrules {command}") for line in after)


def test_starting_imports_nothing_that_only_some_commands_need() -> None:
    heavy = "{'icalendar', 'holidays', 'pendulum', 'durable_rules_engine'}"
    program = f"import sys, notifyrules.cli.app; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
