"""What the README shows is what the program says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from notifyrules import Facts, assess, load_law
from notifyrules.export.table import print_table

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_output_in_the_readme_is_the_program_s_own() -> None:
    law = load_law()
    text = io.StringIO()
    facts = Facts.from_yaml(ROOT / "examples" / "us-ascension.yaml", law.vocabulary)
    print_table(assess(facts, law), Console(file=text, width=100, no_color=True))
    printed = {line.rstrip() for line in text.getvalue().splitlines()}
    block = re.search(r"```\n(EX-US-2024.*?)\n```", README, re.DOTALL)
    assert block is not None
    shown = [line for line in block[1].splitlines() if line != "…" and not line.startswith("Law of")]
    assert len(shown) > 40
    assert [line for line in shown if line not in printed] == []


def test_the_python_in_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    monkeypatch.chdir(ROOT)
    exec(compile(code[1], "README.md", "exec"), {})
    assert "required us-tx/attorney-general 2025-02-20 23:59:59-06:00" in capsys.readouterr().out


def test_every_page_that_the_readme_names_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(links) > 6
    assert [link for link in links if not (ROOT / link).exists()] == []
