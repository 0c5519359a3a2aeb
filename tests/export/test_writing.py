"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from notifyrules.export import OutputError, write_whole

OLD, NEW = b"what stood there before", b"what is written now\n" * 1000


def test_a_new_file_gets_the_content_and_the_mode_that_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "new").read_bytes() == NEW
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_an_existing_file_is_replaced_and_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "old"
    target.write_bytes(OLD)
    target.chmod(mode)
    write_whole(target, NEW)
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert list(tmp_path.iterdir()) == [target]


def test_through_a_symlink_its_target_is_written_and_the_link_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(OLD)
    link.symlink_to("target")
    write_whole(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW


def test_a_symlink_to_a_file_that_is_not_there_yet_makes_that_file(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("target")
    write_whole(link, NEW)
    assert link.is_symlink()
    assert (tmp_path / "target").read_bytes() == NEW


def test_a_symlink_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(
        OutputError, match="a: cannot be written: Too many levels of symbolic links; nothing was changed"
    ):
        write_whole(tmp_path / "a", NEW)
    assert (tmp_path / "a").is_symlink()


def test_a_missing_directory_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: No such file or directory; nothing was changed"):
        write_whole(tmp_path / "no" / "file", NEW)
    assert list(tmp_path.iterdir()) == []


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: it is a directory"):
        write_whole(tmp_path, NEW)


def test_a_file_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(OutputError, match="Not a directory"):
        write_whole(tmp_path / "file" / "below", NEW)


def test_a_read_only_file_is_refused_though_its_directory_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "old"
    target.write_bytes(OLD)
    target.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everything
    with pytest.raises(OutputError, match="cannot be written: Permission denied; nothing was changed"):
        write_whole(target, NEW)
    assert target.read_bytes() == OLD


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_directory_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(OutputError, match="Permission denied"):
        write_whole(tmp_path / "new", NEW)


@pytest.mark.parametrize("existing", [True, False])
def test_a_full_disk_leaves_what_stood_there_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: bool
) -> None:
    target = tmp_path / "file"
    if existing:
        target.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", failing(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    with pytest.raises(OutputError, match="file: cannot be written: No space left on device; nothing was changed"):
        write_whole(target, NEW)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([OLD] if existing else [])


def test_an_interruption_leaves_what_stood_there_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    target.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_whole(target, NEW)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [OLD]


def test_a_name_as_long_as_the_disk_allows_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 255)
    write_whole(target, NEW)
    assert target.read_bytes() == NEW


def test_a_named_pipe_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole(pipe, NEW)
    reader.join(timeout=10)
    assert read == [NEW]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def failing(error: BaseException) -> Callable[[int], None]:
    def fail(_: int) -> None:
        raise error

    return fail
