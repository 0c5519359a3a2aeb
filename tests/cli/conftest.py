from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import FACTS, OVERLAY


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep parsed law away from the tester's own cache, and let all commands of a session share it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "NOTIFYRULES_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    """Return a directory with the terms of a customer, to be laid over the library."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "customer.yaml").write_text(OVERLAY.read_text())
    return folder
