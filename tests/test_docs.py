"""Every command and snippet of the documentation, run in order; what a page shows must be what comes out.

The files of a page are its YAML blocks whose first line is `# name.yaml`. In a console block a line `$ command` is
run where they lie; the lines after it must stand in its output in this order, `…` for what is left out.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from notifyrules import load_law

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OMITTED = "…"
ANY_HASH = re.compile(r"\b[0-9a-f]{12}\b")
"""The hash of the library, which changes with every word of it."""


def blocks(page: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield command, shown


def in_order(shown: list[str], printed: list[str]) -> str | None:
    """Return the first line that is shown and does not stand in what was printed after the one before it."""
    at = 0
    for line in shown:
        if line == OMITTED:
            continue
        plain = ANY_HASH.sub("0" * 12, line)
        try:
            at = printed.index(plain, at) + 1
        except ValueError:
            return line
    return None


def shows_what_comes_out(block: str, folder: Path) -> None:
    environment = {
        **{name: os.environ[name] for name in ("NOTIFYRULES_CACHE", "HOME") if name in os.environ},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "COLUMNS": "100",
        "LANG": "C.UTF-8",
    }
    for command, shown in commands(block):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        printed = [ANY_HASH.sub("0" * 12, line.rstrip()) for line in (done.stdout + done.stderr).splitlines()]
        assert "Traceback" not in done.stderr, done.stderr
        missing = in_order(shown, printed)
        assert missing is None, f"$ {command}\nshows {missing!r}; it prints\n" + "\n".join(printed[:80])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_comes_out(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {}
    for kind, block in blocks(page):
        if kind == "yaml":
            named = re.match(r"# ([\w./-]+\.ya?ml)\b", block)
            if named:
                path = tmp_path / named[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block, encoding="utf-8")
        elif kind == "console":
            shows_what_comes_out(block, tmp_path)
        elif kind == "pycon":
            monkeypatch.chdir(tmp_path)
            test = doctest.DocTestParser().get_doctest(block, names, page.name, str(page), 0)
            found = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(
                test, clear_globs=False
            )
            names = test.globs
            assert found.failed == 0


def test_the_pack_of_contracts_shows_what_comes_out() -> None:
    for kind, block in blocks(ROOT / "examples" / "contracts" / "README.md"):
        if kind == "console":
            shows_what_comes_out(block, ROOT)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_is_in_the_site(page: Path) -> None:
    nav = yaml.safe_dump(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    assert page.name in nav


def test_the_site_builds_strictly(tmp_path: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site" / "reference.html").read_text(encoding="utf-8")
    assert "Judge every duty that the law puts on the organisation" in page
    fetched = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?://[^"]+)"', page)
    assert fetched == [], "the site asks no other server for anything"


def test_the_page_on_facts_tells_every_timeline_event_and_what_stands_in_for_it() -> None:
    vocabulary = load_law().vocabulary
    page = (ROOT / "docs" / "writing-facts.md").read_text(encoding="utf-8")
    rows = {
        found[1]: found[2]
        for found in re.finditer(r"^\| `(\w+)` \| (?:`\w+`|the earlier of [^|]+) \| (.*) \|$", page, re.MULTILINE)
    }
    for name in vocabulary.clock_starts:
        assert f"| `{name}` |" in page, f"{name} is not told"
        if name != "occurred":
            assert re.findall(r"`(\w+)`", rows[name]) == list(vocabulary.stand_ins(name))[1:], name
