"""The library of law: what is loaded, what is kept between runs, what is laid over it, and which text is in force."""

from __future__ import annotations

import datetime as dt
import errno
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from notifyrules.law import Jurisdiction, Law, Regime, cache, in_force, load_law
from notifyrules.law.library import bundled_directory
from notifyrules.reading import InputError, builder, read_document, store, validated
from notifyrules.vocabulary import read_vocabulary
from tests.law_model.texas import LAW, changed, library

LIBRARY_DAY = dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a cache directory of its own."""
    directory = tmp_path / "cache"
    monkeypatch.setenv("NOTIFYRULES_CACHE", str(directory))
    return directory


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the names of the documents that are parsed as YAML."""
    names: list[str] = []

    def noted(text: str, name: str, limits: builder.Limits) -> builder.Node:
        names.append(name)
        return builder.build(text, name, limits)

    monkeypatch.setattr("notifyrules.reading.document.build", noted)
    return names


def ids(law: Law) -> list[str]:
    return [f"{regime.key}/{duty.id}" for _, regime in law.regimes() for duty in regime.duties]


def mistakes(*arguments: Any, **options: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_law(*arguments, **options)
    return [str(problem) for problem in caught.value.problems]


# --- what is loaded


def test_the_library_that_is_shipped_has_no_mistake() -> None:
    law = load_law(cache=False)

    assert law.day.isoformat() == law.version
    assert len(law.sources) == len(law.index) == len(list(bundled_directory().rglob("*.yaml"))) - 1


def test_the_files_of_a_library_are_read_in_the_order_of_their_names_in_any_folder(tmp_path: Path) -> None:
    other = changed(("id: us-tx", "id: us-ty"))
    law = load_law(library(tmp_path / "law", us_tx=LAW, au=other.replace("us-ty", "au"), b_c=other))

    assert [source.name for source in law.sources] == ["au.yaml", "b/c.yaml", "us/tx.yaml"]


def test_a_file_may_end_in_yml_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    root = library(tmp_path / "law")
    (root / "tx.yml").write_text(LAW, encoding="utf-8")
    (root / ".tx.yaml").write_text("not: [a law", encoding="utf-8")
    (root / ".git").mkdir()
    (root / ".git" / "x.yaml").write_text("not: [a law", encoding="utf-8")

    assert [source.name for source in load_law(root).sources] == ["tx.yml"]


def test_a_library_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "nowhere") == [
        f"{tmp_path / 'nowhere'}: this directory of law files cannot be read: No such file or directory",
        "vocabulary.yaml: there is no such file",
    ]


def test_a_library_without_vocabulary_is_told(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == ["vocabulary.yaml: there is no such file"]


def test_a_vocabulary_of_another_shape_is_told(tmp_path: Path) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    text = (root / "vocabulary.yaml").read_text(encoding="utf-8").replace('version: "', 'version: "x')
    (root / "vocabulary.yaml").write_text(text, encoding="utf-8")

    (found,) = mistakes(root)

    assert found.startswith("vocabulary.yaml:")
    assert found.endswith("; expected a day such as 2026-01-01")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name: Te\xffxas\n", "us/tx.yaml:1:9: the byte 0xff is not UTF-8; save the file as UTF-8 text"),
        (b"x" * 2_000_001, "us/tx.yaml: the file is 2,000,001 bytes long; at most 2,000,000 are read"),
        (b"", "us/tx.yaml: the file is empty; a mapping of keys was expected"),
    ],
    ids=["not UTF-8", "too large", "empty"],
)
def test_a_law_file_that_cannot_be_read_is_told(content: bytes, message: str, tmp_path: Path) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    (root / "us" / "tx.yaml").write_bytes(content)

    assert mistakes(root) == [message]


def test_a_folder_that_cannot_be_read_is_told_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    scan = os.scandir

    def refuse(path: str | Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "us":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root reads everything, so a mode of 000 would prove nothing

    assert mistakes(root) == [f"{root / 'us'}: this directory of law files cannot be read: Permission denied"]


# --- what is kept between runs


def test_a_library_is_parsed_once_and_taken_from_the_cache_afterwards(tmp_path: Path, parsed: list[str]) -> None:
    root = library(tmp_path / "law", us_tx=LAW)

    first = load_law(root)
    assert sorted(parsed) == ["us/tx.yaml", "vocabulary.yaml"]
    parsed.clear()
    second = load_law(root)

    assert [regime for _, regime in second.regimes()] == [regime for _, regime in first.regimes()]
    assert second.vocabulary == first.vocabulary
    assert (second.sha256, second.index) == (first.sha256, first.index)
    assert parsed == []


def test_the_law_that_is_shipped_is_the_same_from_the_cache() -> None:
    fresh, _, kept_law = load_law(cache=False), load_law(), load_law()

    assert kept_law.regimes() == fresh.regimes()
    assert kept_law.vocabulary == fresh.vocabulary


def spoiled(content: bytes) -> dict[str, bytes]:
    middle = len(content) // 2
    return {
        "empty": b"",
        "cut short": content[:middle],
        "without its last byte": content[:-1],
        "with a byte more": content + b" ",
        "with one bit turned": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "with other law inside": content.replace(b"Texas", b"Utahs"),
        "with another hash": b"0" + content[1:],
        "binary": bytes(range(256)),
        "a page of the web": b"<html>\n<body>\n</body>\n",
    }


@pytest.mark.parametrize("how", spoiled(b"xx"))
def test_a_cache_that_is_damaged_costs_time_and_never_an_answer(
    how: str, tmp_path: Path, kept: Path, parsed: list[str]
) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    first = load_law(root)
    for path in kept.iterdir():
        path.write_bytes(spoiled(path.read_bytes())[how])
    parsed.clear()

    again = load_law(root)

    assert again.regimes() == first.regimes()
    assert sorted(parsed) == ["us/tx.yaml", "vocabulary.yaml"]
    parsed.clear()
    assert load_law(root).regimes() == first.regimes()
    assert parsed == [], "what was damaged is kept anew"


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "us" / "tx.yaml").write_text(changed(("60 days", "61 days")), encoding="utf-8"),
        lambda root: (root / "us" / "ty.yaml").write_text(changed(("id: us-tx", "id: us-ty")), encoding="utf-8"),
        lambda root: (root / "us" / "tx.yaml").rename(root / "us" / "texas.yaml"),
        lambda root: (root / "vocabulary.yaml").write_text(
            (root / "vocabulary.yaml").read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8"
        ),
    ],
    ids=["a file that changed", "a file more", "a file with another name", "another vocabulary"],
)
def test_other_content_is_never_answered_from_the_cache(
    change: Callable[[Path], object], tmp_path: Path, parsed: list[str]
) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    first = load_law(root)
    parsed.clear()
    change(root)

    again = load_law(root)

    assert "vocabulary.yaml" in parsed
    assert again.sha256 != first.sha256
    assert again.regimes() == load_law(root, cache=False).regimes()


def test_a_law_that_is_changed_back_is_what_it_was(tmp_path: Path) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    first = load_law(root)
    library(root, us_tx=changed(("60 days", "61 days")))
    load_law(root)

    library(root, us_tx=LAW)

    assert load_law(root).regimes() == first.regimes()


def test_mistakes_are_never_kept(tmp_path: Path, kept: Path) -> None:
    root = library(tmp_path / "law", us_tx=changed(("60 days", "60 dys")))

    assert mistakes(root) == mistakes(root)
    assert not kept.exists()


@pytest.mark.parametrize("off", ["off", ""])
def test_the_cache_can_be_switched_off(
    off: str, tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFYRULES_CACHE", off)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    root = library(tmp_path / "law", us_tx=LAW)

    load_law(root)
    parsed.clear()
    load_law(root)

    assert sorted(parsed) == ["us/tx.yaml", "vocabulary.yaml"]
    assert not (tmp_path / "home").exists()


def test_the_cache_is_where_the_user_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFYRULES_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))

    load_law(library(tmp_path / "law", us_tx=LAW))

    paths = list((tmp_path / "home" / "notifyrules").iterdir())
    assert sorted(path.name.partition("-")[0] for path in paths) == ["law", "part", "part"]
    path = paths[0]
    assert path.parent.stat().st_mode & 0o077 == 0, "nobody else may write law there"


def test_a_user_without_home_has_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("NOTIFYRULES_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)

    assert ids(load_law(library(tmp_path / "law", us_tx=LAW)))


@pytest.mark.parametrize("call", ["mkdir", "mkstemp", "replace"])
def test_a_cache_directory_that_cannot_be_written_is_no_mistake(
    call: str, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    root = library(tmp_path / "law", us_tx=LAW)
    monkeypatch.setattr(f"{'tempfile' if call == 'mkstemp' else 'pathlib.Path'}.{call}", refuse)

    assert ids(load_law(root)) == ids(load_law(root, cache=False))
    assert not kept.exists() or list(kept.iterdir()) == [], "nothing half written is left behind"


def test_a_file_where_the_cache_directory_should_be_is_no_mistake(tmp_path: Path, kept: Path) -> None:
    kept.write_text("a file")

    assert ids(load_law(library(tmp_path / "law", us_tx=LAW)))
    assert kept.read_text() == "a file"


@pytest.mark.parametrize("which", ["law", "part"])
def test_what_is_kept_and_is_something_else_is_read_anew(
    which: str, tmp_path: Path, kept: Path, parsed: list[str]
) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    first = load_law(root)
    for path in kept.glob(f"{which}-*"):
        store.save(path.name, pickle.dumps("of another shape"))
    parsed.clear()

    assert load_law(root).regimes() == first.regimes()
    assert "us/tx.yaml" in parsed


def test_law_is_kept_for_one_state_of_the_code_that_reads_it(
    tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    load_law(root)
    monkeypatch.setattr(cache, "_program", lambda: "another")
    parsed.clear()

    load_law(root)

    assert sorted(parsed) == ["us/tx.yaml", "vocabulary.yaml"]


def test_a_cache_that_others_may_write_is_not_read(tmp_path: Path, parsed: list[str], kept: Path) -> None:
    root = library(tmp_path / "law", us_tx=LAW)
    load_law(root)
    for path in kept.iterdir():
        path.chmod(0o666)
    parsed.clear()

    load_law(root)

    assert sorted(parsed) == ["us/tx.yaml", "vocabulary.yaml"]


def test_threads_build_a_file_once_and_share_it(tmp_path: Path) -> None:
    law = load_law(library(tmp_path / "law", us_tx=LAW))
    start = threading.Barrier(8)

    def build() -> int:
        start.wait()
        return id(law.jurisdictions()[0][1])

    with ThreadPoolExecutor(8) as pool:
        built = {future.result() for future in [pool.submit(build) for _ in range(8)]}

    assert len(built) == 1


# --- rules laid over the library

CONTRACT = changed(
    ("id: us-tx", "id: contract-acme"),
    ("title: Breach of system security\n", "title: Data processing terms\n    force: contract\n"),
)


def test_a_firm_lays_its_own_rules_over_the_library(tmp_path: Path) -> None:
    root, rules = library(tmp_path / "law", us_tx=LAW), tmp_path / "rules"
    rules.mkdir()
    (rules / "acme.yaml").write_text(CONTRACT, encoding="utf-8")

    law = load_law(root, rules=[rules])

    assert [source.name for source in law.sources] == ["us/tx.yaml", f"{rules}/acme.yaml"]
    assert [(regime.id, regime.force) for _, regime in law.regimes()] == [
        *(("us-tx", "law"), ("contract-acme", "contract"))
    ]
    assert law.sha256 != load_law(root).sha256


def test_rules_may_name_the_duties_of_the_library(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    text = CONTRACT.replace("{within: 60 days, after: determined}", "{before: us-tx/individuals}")
    (rules / "acme.yaml").write_text(text, encoding="utf-8")

    assert load_law(library(tmp_path / "law", us_tx=LAW), rules=[rules])


def test_a_single_file_may_be_laid_over_the_library(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(CONTRACT, encoding="utf-8")

    law = load_law(library(tmp_path / "law", us_tx=LAW), rules=[path])

    assert [source.name for source in law.sources] == ["us/tx.yaml", str(path)]


@pytest.mark.parametrize("part", [".", "us", "us/tx.yaml", "vocabulary.yaml"])
def test_a_part_of_the_library_laid_over_itself_is_read_once(part: str, tmp_path: Path) -> None:
    root = library(tmp_path / "law", us_tx=LAW)

    assert load_law(root, rules=[root / part]).sha256 == load_law(root).sha256


def test_mistakes_in_rules_are_told_with_their_directory(tmp_path: Path) -> None:
    root, rules = library(tmp_path / "law", us_tx=LAW), tmp_path / "rules"
    rules.mkdir()
    (rules / "acme.yaml").write_text(CONTRACT.replace("data: ssn", "data: sn"), encoding="utf-8")
    (rules / "more.yaml").write_text(CONTRACT.replace("within: 60", "wthin: 60"), encoding="utf-8")

    assert mistakes(root, rules=[rules]) == [
        f"{rules}/acme.yaml:18:25: unknown data element 'sn'; did you mean 'ssn'?",
        f"{rules}/more.yaml:27:20: unknown key 'wthin'; did you mean 'within'?",
    ]
    assert ids(load_law(root)), "the library itself is still sound"


def test_rules_cannot_speak_for_a_text_of_the_library(tmp_path: Path) -> None:
    root, rules = library(tmp_path / "law", us_tx=LAW), tmp_path / "rules"
    rules.mkdir()
    (rules / "tx.yaml").write_text(LAW, encoding="utf-8")

    assert mistakes(root, rules=[rules]) == [
        f"{rules}/tx.yaml:13:15: two texts of 'us-tx' are in force on 2020-01-01; "
        "the other one stands at us/tx.yaml:13:15"
    ]


def test_rules_cannot_bring_their_own_vocabulary(tmp_path: Path) -> None:
    root, rules = library(tmp_path / "law", us_tx=LAW), library(tmp_path / "rules")

    assert mistakes(root, rules=[rules]) == [
        f"{rules}/vocabulary.yaml: rules laid over the library use its vocabulary and cannot bring their own"
    ]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "this directory of law files cannot be read: No such file or directory"),
        (lambda path: path.mkdir(), "there is no law file (*.yaml) in this directory"),
    ],
    ids=["no directory", "an empty directory"],
)
def test_rules_that_are_not_there_are_told_and_never_silently_left_out(
    make: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    rules = tmp_path / "rules"
    make(rules)

    assert mistakes(library(tmp_path / "law", us_tx=LAW), rules=[rules]) == [f"{rules}: {message}"]


# --- which text is in force


def entries(*spans: str, first_text: bool = False) -> list[Regime]:
    regime = LAW[LAW.index("  - id: us-tx") :]
    written = "".join(
        regime.replace("{from: 2020-01-01}", f"{span}\n    first_text: {str(first_text).lower()}") for span in spans
    )
    vocabulary = read_vocabulary(read_document(bundled_directory() / "vocabulary.yaml"))
    text = LAW[: LAW.index("  - id: us-tx")] + written
    return list(validated(Jurisdiction, read_document(text), {"vocabulary": vocabulary}).regimes)


PAST, NOW, FUTURE = "{from: 2015-01-01, to: 2019-12-31}", "{from: 2020-01-01, to: 2027-12-31}", "{from: 2028-01-01}"


@pytest.mark.parametrize("order", [(PAST, NOW, FUTURE), (FUTURE, PAST, NOW)], ids=["in order", "in any order"])
@pytest.mark.parametrize(
    ("day", "starts"),
    [
        (dt.date(2015, 1, 1), dt.date(2015, 1, 1)),
        (dt.date(2019, 12, 31), dt.date(2015, 1, 1)),
        (dt.date(2020, 1, 1), dt.date(2020, 1, 1)),
        (dt.date(2027, 12, 31), dt.date(2020, 1, 1)),
        (dt.date(2028, 1, 1), dt.date(2028, 1, 1)),
        (dt.date(2199, 1, 1), dt.date(2028, 1, 1)),
        (None, dt.date(2020, 1, 1)),
    ],
)
def test_the_day_picks_the_text(day: dt.date | None, starts: dt.date, order: tuple[str, ...]) -> None:
    selected = in_force(entries(*order), day, LIBRARY_DAY)

    assert selected.regime is not None
    assert selected.regime.in_force.from_ == starts
    assert selected.warning is None
    assert ("no date of the incident is known yet" in selected.because) == (day is None)


def test_a_future_text_does_not_apply_while_no_date_is_known() -> None:
    selected = in_force(entries(FUTURE, first_text=True), None, LIBRARY_DAY)

    assert selected.regime is None
    assert selected.because == "§ 521.053 took effect only on 2028-01-01"


def test_a_day_before_the_oldest_text_takes_it_with_a_warning() -> None:
    selected = in_force(entries(NOW, FUTURE), dt.date(2012, 5, 5), LIBRARY_DAY)

    assert selected.regime is not None
    assert selected.regime.in_force.from_ == dt.date(2020, 1, 1)
    assert selected.warning is not None
    assert selected.warning.endswith("the library has no text for 2012-05-05; the one of 2020-01-01 was applied")


def test_a_day_before_the_first_text_there_ever_was_takes_none() -> None:
    selected = in_force(entries(NOW, FUTURE, first_text=True), dt.date(2012, 5, 5), LIBRARY_DAY)

    assert selected.regime is None
    assert selected.because == "§ 521.053 took effect only on 2020-01-01"


def test_a_day_after_the_last_text_takes_none() -> None:
    selected = in_force(entries(PAST, NOW), dt.date(2028, 1, 1), LIBRARY_DAY)

    assert selected.regime is None
    assert selected.because == "§ 521.053 ended on 2027-12-31"


# --- nothing changes


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (lambda law: law, "vocabulary"),
        (lambda law: law, "sha256"),
        (lambda law: law.index[0], "jurisdiction"),
        (lambda law: law.vocabulary, "version"),
        (lambda law: law.vocabulary.data_elements["ssn"], "label"),
        (lambda law: law.jurisdictions()[0][1], "timezone"),
        (lambda law: law.regimes()[0][1], "duties"),
        (lambda law: law.regimes()[0][1].duties[0], "deadline"),
        (lambda law: law.regimes()[0][1].duties[0].deadline.within, "number"),
        (lambda law: law.regimes()[0][1].information, "data"),
    ],
)
def test_no_part_of_the_law_takes_another_value(part: Any, name: str, tmp_path: Path) -> None:
    law = load_law(library(tmp_path / "law", us_tx=LAW))

    with pytest.raises((ValidationError, AttributeError)):
        setattr(part(law), name, None)


@pytest.mark.parametrize(
    "mapping",
    [
        lambda law: law.vocabulary.data_elements,
        lambda law: law.vocabulary.places,
        lambda law: law.jurisdictions()[0][1].authorities,
        lambda law: law.jurisdictions()[0][1].definitions,
    ],
)
def test_no_mapping_of_the_law_takes_another_entry(mapping: Any, tmp_path: Path) -> None:
    law = load_law(library(tmp_path / "law", us_tx=LAW))

    with pytest.raises(TypeError, match="cannot be changed"):
        mapping(law)["x"] = "y"
