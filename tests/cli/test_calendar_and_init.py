"""`notifyrules calendar` and `notifyrules init`, as a user runs them, and where their files go."""

from __future__ import annotations

import datetime as dt
import re
import stat
import subprocess
from pathlib import Path

import pytest

from notifyrules import Facts, assess, load_law
from notifyrules.cli import inputs
from notifyrules.export import OutputError
from notifyrules.facts import template
from tests.cli.command import COMMAND, FACTS, environment, run
from tests.export import rfc5545

NOW = "2026-03-10T09:00-05:00"


def starts(content: bytes) -> dict[str, tuple[str, str, int]]:
    """Return day, status and sequence of each event by its duty."""
    return {
        event.values["DESCRIPTION"].partition(" ")[0]: (
            event.values["DTSTART;VALUE=DATE"],
            event.values["STATUS"],
            int(event.values["SEQUENCE"]),
        )
        for event in rfc5545.read(content).all_of("VEVENT")
    }


def test_the_calendar_written_again_keeps_moves_and_cancels_events(facts: Path, tmp_path: Path) -> None:
    ics = tmp_path / "deadlines.ics"
    done = run("calendar", facts, "-o", ics)
    assert (done.code, done.raw, done.err) == (0, b"", "")
    first = ics.read_bytes()
    assert {duty: event[:2] for duty, event in starts(first).items()} == {
        "us-tx/attorney-general": ("20260404", "CONFIRMED"),
        "us-tx/individuals": ("20260504", "CONFIRMED"),
    }

    run("calendar", facts, "-o", ics)
    assert ics.read_bytes() == first

    # A day later determined, and too few Texans for the attorney general (fewer than 250).
    facts.write_text(FACTS.replace("2026-03-05T17:00", "2026-03-06T17:00").replace("US-TX: 312", "US-TX: 249"))
    run("calendar", facts, "-o", ics)
    second = starts(ics.read_bytes())
    assert second["us-tx/attorney-general"][:2] == ("20260404", "CANCELLED")
    assert second["us-tx/individuals"][:2] == ("20260505", "CONFIRMED")
    assert all(second[duty][2] > event[2] for duty, event in starts(first).items())
    assert [each.name for each in sorted(tmp_path.iterdir())] == ["deadlines.ics", "facts.yaml"]


@pytest.mark.parametrize("output", [(), ("-o", "-"), ("-o", "/dev/stdout")])
def test_without_a_file_the_calendar_goes_to_standard_output(facts: Path, output: tuple[str, ...]) -> None:
    done = run("calendar", facts, "--now", NOW, *output)
    assert done.code == 0
    assert set(starts(done.raw)) == {"us-tx/attorney-general", "us-tx/individuals"}


def test_standard_output_that_is_a_log_is_added_to(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("first line\n")
    with log.open("ab") as stream:
        subprocess.run([COMMAND, "init", "/dev/stdout"], stdout=stream, env=environment(), timeout=60, check=True)
    assert unnamed(log.read_text()) == "first line\n" + template()


def test_assess_as_ics_is_the_calendar(facts: Path) -> None:
    assert run("assess", facts, "--format", "ics", "--now", NOW).raw == run("calendar", facts, "--now", NOW).raw


def test_an_earlier_calendar_that_is_broken_is_replaced_and_keeps_its_mode(facts: Path, tmp_path: Path) -> None:
    ics = tmp_path / "deadlines.ics"
    ics.write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEV\xff\xfe")
    ics.chmod(0o600)
    assert run("calendar", facts, "-o", ics).code == 0
    assert len(starts(ics.read_bytes())) == 2
    assert stat.S_IMODE(ics.stat().st_mode) == 0o600


def test_an_earlier_file_that_cannot_be_read_is_left_alone(
    facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ics = tmp_path / "deadlines.ics"
    ics.write_bytes(b"secret")
    law = load_law()
    read = Facts.from_yaml(facts, law.vocabulary)
    case = inputs.Case("facts", read, assess(read, law, now=dt.datetime.fromisoformat(NOW)))

    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refused)
        with pytest.raises(OutputError, match="the earlier calendar cannot be read: Permission denied"):
            inputs.put_out_calendar(case, ics)
    assert ics.read_bytes() == b"secret"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("missing/deadlines.ics", "cannot be written: No such file or directory; nothing was changed"),
        (".", "cannot be written: it is a directory"),
        ("loop", "cannot be written: Too many levels of symbolic links; nothing was changed"),
    ],
)
def test_an_output_that_cannot_be_written_is_told_in_one_line(
    facts: Path, tmp_path: Path, place: str, reason: str
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    done = run("assess", facts, "--format", "json", "-o", tmp_path / place)
    assert (done.code, done.raw) == (2, b"")
    assert done.err == f"notifyrules: {tmp_path / place}: {reason}\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["facts.yaml", "loop"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_full_disk_behind_standard_output_is_told_in_one_line(facts: Path, form: str) -> None:
    program = "import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1); from notifyrules.cli import main; main()"
    done = run("assess", facts, "--format", form, program=program)
    assert done.code == 2
    assert done.err == "notifyrules: standard output: cannot be written: No space left on device\n"


# --- init


def unnamed(text: str) -> str:
    """Return a template with the name that `init` made up replaced by that of the plain one."""
    return re.sub(r"INC-[0-9A-F]{6}", "INC-0001", text)


def test_two_incidents_that_were_begun_do_not_share_a_name() -> None:
    assert run("init", "-").out != run("init", "-").out


def test_init_writes_a_template_that_assess_takes_at_once_and_asks_about(tmp_path: Path) -> None:
    done = run("init", cwd=tmp_path)
    assert (done.code, done.raw) == (0, b"")
    assert done.err == "Wrote facts.yaml. Fill in what is known, then: notifyrules assess facts.yaml\n"
    assert unnamed((tmp_path / "facts.yaml").read_text()) == template()
    assessed = run("assess", "facts.yaml", cwd=tmp_path, COLUMNS="120")
    assert (assessed.code, assessed.err) == (0, "")
    assert "0 duties required" in assessed.out
    assert "\nAsk next\n 1. " in assessed.out


def test_init_writes_over_a_file_only_when_forced(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("precious")
    done = run("init", path)
    assert (done.code, done.raw) == (2, b"")
    assert done.err == f"notifyrules: {path}: there is such a file already; --force writes over it\n"
    assert path.read_text() == "precious"
    assert run("init", path, "--force").code == 0
    assert unnamed(path.read_text()) == template()


def test_init_into_standard_output_is_the_template_alone() -> None:
    done = run("init", "-")
    assert (done.code, unnamed(done.out), done.err) == (0, template(), "")


def test_every_key_of_the_template_is_explained_on_its_line_or_by_the_section_it_opens() -> None:
    self_explaining = {"incident", "organisation", "id", "name", "title", "protection", "encrypted", "key_compromised"}
    bare = {
        match[1]
        for line in template().splitlines()
        if (match := re.match(r"\s*(?:- )?(\w+):", line)) and "#" not in line
    }
    assert bare <= self_explaining | {"default"}  # `default` is explained on the line of `harm`, above it


def test_the_template_names_every_section_that_facts_may_have() -> None:
    keys = set(re.findall(r"^\s*(?:- )?(\w+):", template(), re.MULTILINE))
    assert keys >= {
        "incident", "organisation", "cohorts", "timeline", "event", "medium", "good_faith", "harm", "findings",
        "law_enforcement_hold", "notices_given", "role", "kind", "regulated_as", "operates_in", "annual_turnover",
        "data", "data_unconfirmed", "protection", "persons", "residents",
    }  # fmt: skip
