"""YAML in: what is read, where everything stands, and what is said of a text that cannot be read."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifyrules.facts import template
from notifyrules.law.library import bundled_directory
from notifyrules.reading import Document, InputError, Limits, Place, Problem, nearest, read_document
from notifyrules.reading import builder as the_builder
from notifyrules.reading.nearest import expected_one_of
from notifyrules.reading.problems import MOST
from tests.marking import told

WITHOUT_LIBYAML = yaml.SafeLoader


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read everything here twice: with libyaml and, as where it is missing, with PyYAML's own parser."""
    chosen: str = request.param
    if chosen == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(the_builder, "_Parser", getattr(yaml, "CSafeLoader" if chosen == "libyaml" else "SafeLoader"))
    return chosen


def messages(source: Path | str, **arguments: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_document(source, **arguments)
    return [str(problem) for problem in caught.value.problems]


# --- what is read


def test_only_true_and_false_are_booleans_so_that_norway_and_a_time_of_day_stay_words() -> None:
    document = read_document("[NO, no, yes, on, off, y, 12:30, 1:20:30, true, False, 2026-03-02, 2026-03-02T09:15Z]")

    assert document.tree == [
        *("NO", "no", "yes", "on", "off", "y", "12:30", "1:20:30"),
        *(True, False, "2026-03-02", "2026-03-02T09:15Z"),
    ]


def test_keys_are_words_whatever_they_look_like() -> None:
    document = read_document("{NO: 1, no: 2, on: 3, off: 4, 12:30: 5, true: 6, 7: 7, 2026-03-02: 8, null: 9}")

    assert document.tree == {
        **{"NO": 1, "no": 2, "on": 3, "off": 4, "12:30": 5, "true": 6},
        **{"7": 7, "2026-03-02": 8, "null": 9},
    }


def test_only_plain_decimal_numbers_are_numbers() -> None:
    document = read_document("[0, 312, -3, +3, 1.5, 0123, 0x1F, 0o17, 1_000, 1e3, .5, .inf, .nan, '312', \"7\"]")

    assert document.tree == [
        *(0, 312, -3, 3, 1.5),
        *("0123", "0x1F", "0o17", "1_000", "1e3", ".5", ".inf", ".nan", "312", "7"),
    ]


def test_a_number_of_absurd_length_stays_text() -> None:
    assert read_document(f"[{'9' * 31}, {'1' * 31}.5]").tree == ["9" * 31, f"{'1' * 31}.5"]


def test_nothing_and_null_are_nothing() -> None:
    assert read_document("{a: , b: ~, c: null, d: 'null', e: ''}").tree == {
        **{"a": None, "b": None, "c": None},
        **{"d": "null", "e": ""},
    }


def test_blocks_of_text_keep_their_lines() -> None:
    assert read_document("a: |\n  one\n  two\nb: >-\n  one\n  two\n").tree == {"a": "one\ntwo\n", "b": "one two"}


def test_an_alias_stands_for_what_its_anchor_marks() -> None:
    assert read_document("a: &x {b: 1}\nc: *x\nd: [*x, &y 2, *y]\n").tree == {
        **{"a": {"b": 1}, "c": {"b": 1}},
        "d": [{"b": 1}, 2, 2],
    }


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - 2\r\n")

    document = read_document(path)

    assert document.tree == {"a": 1, "b": [2]}
    assert document.place(("b", 0)) == Place(str(path), 3, 5)


# --- where it stands


@pytest.fixture
def document() -> Document:
    return read_document("a: 1\nbé:\n  - {c: x, d: [y]}\n  -   z\n", name="f.yaml")


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [((), 1, 1), (("a",), 1, 4), (("bé",), 3, 3), (("bé", 0, "d", 0), 3, 16), (("bé", 1), 4, 7)],
)
def test_every_value_knows_its_line_and_column(
    document: Document, path: tuple[str | int, ...], line: int, column: int
) -> None:
    assert document.place(path) == Place("f.yaml", line, column)


@pytest.mark.parametrize(("path", "line", "column"), [(("a",), 1, 1), (("bé",), 2, 1), (("bé", 0, "d"), 3, 12)])
def test_every_key_knows_its_line_and_column(
    document: Document, path: tuple[str | int, ...], line: int, column: int
) -> None:
    assert document.place(path, of_key=True) == Place("f.yaml", line, column)
    assert document.place((*path, "[key]")) == Place("f.yaml", line, column)


def test_what_is_not_there_has_the_place_of_what_is_above_it(document: Document) -> None:
    assert document.place(("bé", 0, "missing")) == document.place(("bé", 0))
    assert document.place(("bé", 7)) == document.place(("bé",))
    assert document.find(("bé", 7)) is None
    assert document.find(("a", "b")) is None


def test_what_an_alias_repeats_has_the_place_of_its_anchor() -> None:
    document = read_document("a: &x {b: 1}\nc: *x\n", name="f.yaml")

    assert document.place(("c", "b")) == Place("f.yaml", 1, 11)


# --- what cannot be read


BAD = {
    "a bracket that is never closed": (
        "incident: {id: x\norganisation▸: y\n",
        "not YAML: the bracket opened on line 1 is not closed; text that holds a bracket or a comma needs quotes",
    ),
    "a colon in text": (
        "incident: id▸: x\n",
        "not YAML: no key fits here; check the indentation, and put text that holds a colon in quotes",
    ),
    "a letter instead of YAML": (
        "Dear counsel,\nwe had a breach▸: it is bad\n",
        "not YAML: no key fits here; check the indentation, and put text that holds a colon in quotes",
    ),
    "a quote that is never closed": (
        'incident:\n  title: "abc\n  id: x\n▸',
        "not YAML: the quote opened on line 2 is not closed",
    ),
    "a line that is indented too little": (
        "incident:\n  id: a\n ▸title: b\n",
        "not YAML: this does not fit the lines above; check the indentation, and any quotes before it",
    ),
    "a list item among keys": (
        "incident:\n  id: a\n  ▸- b\n",
        "not YAML: this does not fit the lines above; check the indentation, and any quotes before it",
    ),
    "a key without its colon": (
        "incident:\n  id: a\n  title\n▸",
        "not YAML: a key without its colon, or a line that is not indented like those around it",
    ),
    "a Windows path in double quotes": (
        'title: "C:\\U▸sers"\n',
        "not YAML: this backslash means nothing in double quotes; use single quotes for text that holds a backslash",
    ),
    "text that starts with an at sign": ("by: ▸@home\n", "not YAML: text that starts with @ needs quotes"),
    "text that starts with a star": (
        "by: *▸\n",
        "not YAML: a name was expected after this sign; text that starts with & or * needs quotes",
    ),
    "a bracket where a value should be": ("by: ▸]\n", "not YAML: a value was expected here"),
    "text that starts with a bar": (
        "by: |▸by hand\n",
        "not YAML: text after | or > begins on the next line; text that itself starts with one of them needs quotes",
    ),
    "a tab for indentation": ("incident:\n▸\tid: x\n", "not YAML: a tab stands here; indent with spaces"),
    "the same key twice": (
        "incident:\n  id: a\n  ▸id: b\n",
        "the key 'id' stands here a second time; the first is on line 2",
    ),
    "a Python object": (
        "a: ▸!!python/object/apply:os.system ['id']\n",
        "the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed; plain values have none",
    ),
    "any tag": ("a: ▸!!str 5\n", "the tag 'tag:yaml.org,2002:str' is not allowed; plain values have none"),
    "two documents": ("a: 1\n▸---\nb: 2\n", "a second document starts here; one file holds one document"),
    "an alias inside its own anchor": ("a: &a [1, ▸*a]\n", "the alias *a names nothing that is complete above it"),
    "an alias of nothing": ("a: ▸*b\n", "the alias *b names nothing that is complete above it"),
    "a merge key": ("a: &a {b: 1}\nc:\n  ▸<<: *a\n", "the merge key << is not read here; write its keys out"),
    "a list as a key": ("▸[a, b]: 1\n", "a key must be a word, not a list or a mapping"),
    "an alias as a key": ("a: &a x\n▸*a : 1\n", "a key must be a word, not an alias"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_told_in_words_with_its_place(text: str, message: str) -> None:
    clean, expected = told("facts.yaml", text, message)

    assert messages(clean, name="facts.yaml") == expected


def test_a_tab_between_keys_is_told(parser: str) -> None:
    told_here = messages("incident:\n  id: a\n\ttitle: b\n", name="f.yaml")

    assert told_here in (
        ["f.yaml:3:1: not YAML: a tab stands here; indent with spaces"],
        ["f.yaml:3:1: not YAML: a tab stands in the indentation; indent with spaces"],
    )


@pytest.mark.parametrize("text", ["", "   \n", "# only a remark\n"])
def test_an_empty_file_is_told(text: str) -> None:
    assert messages(text, name="f.yaml") == ["f.yaml: the file is empty; a mapping of keys was expected"]


@pytest.mark.parametrize(
    ("character", "name"),
    [("\0", "U+0000"), ("\x1b", "U+001B"), ("\x7f", "U+007F"), ("\x9b", "U+009B"), ("\ufeff", "U+FEFF")],
)
def test_control_characters_are_told(character: str, name: str) -> None:
    text = f"a: é\nb: x{character}y\n"

    assert messages(text, name="f.yaml") == [f"f.yaml:2:5: the character {name} is not allowed in YAML"]


def test_a_lone_surrogate_is_told() -> None:
    assert messages("a: \ud800", name="f.yaml") == ["f.yaml:1:4: the character U+D800 is not allowed in YAML"]


def test_mistakes_that_do_not_stop_the_reading_are_told_together_in_file_order() -> None:
    text, expected = told(
        "f.yaml",
        "a: 1\n▸a: 2\nb: ▸!x 3\n▸b: 4\n",
        "the key 'a' stands here a second time; the first is on line 1",
        "the tag '!x' is not allowed; plain values have none",
        "the key 'b' stands here a second time; the first is on line 3",
    )

    assert messages(text, name="f.yaml") == expected


# --- bounds


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)

    assert messages(path, limits=Limits(size=1_000_000)) == [
        f"{path}: the file is 50,000,000 bytes long; at most 1,000,000 are read"
    ]


def test_a_text_that_is_too_long_is_refused() -> None:
    assert messages("a: " + "x" * 2_000_000) == [
        "<text>: the text is longer than the 2,000,000 characters that are read"
    ]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[" * 10_000, 1, 61),
        ("{a: " * 10_000, 1, 241),
        ("- " * 10_000, 1, 121),
        ("".join(" " * depth + "a:\n" for depth in range(1_000)), 61, 61),
    ],
    ids=["lists in brackets", "mappings in brackets", "lists of lines", "mappings of lines"],
)
def test_nesting_without_end_is_refused_where_it_becomes_too_deep(text: str, line: int, column: int) -> None:
    assert messages(text, name="f.yaml") == [f"f.yaml:{line}:{column}: nested more than 60 levels deep"]


def test_aliases_that_explode_are_refused_before_anything_is_built() -> None:
    doubled = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))

    assert messages(f"a0: &a0 [x]\n{doubled}", name="f.yaml") == [
        "f.yaml:6:50: more than 200,000 values once its aliases are written out"
    ]


def test_thousands_of_mistakes_stay_readable() -> None:
    text = "".join(f"key: {number}\n" for number in range(3_001))

    found = messages(text, name="f.yaml")

    assert len(found) == MOST + 1
    assert found[0] == "f.yaml:2:1: the key 'key' stands here a second time; the first is on line 1"
    assert found[-1] == (
        "f.yaml:102:1: here and below are 2,900 more mistakes; mend the first 100 and read the file again"
    )


def test_a_key_of_any_length_is_shown_short() -> None:
    (found,) = messages(f"{'k' * 900}: 1\n{'k' * 900}: 2\n", name="f.yaml")

    assert found == f"f.yaml:2:1: the key '{'k' * 59}…' stands here a second time; the first is on line 1"


# --- files


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert messages(tmp_path / "no.yaml") == [f"{tmp_path / 'no.yaml'}: there is no such file"]


def test_a_directory_is_told(tmp_path: Path) -> None:
    assert messages(tmp_path) == [f"{tmp_path}: this is a directory; a YAML file was expected"]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "this file may not be read (permission denied)"),
        (OSError(errno.EIO, "Input/output error"), "this file cannot be read: Input/output error"),
        (ValueError("embedded null byte"), "this file cannot be read: embedded null byte"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    error: Exception, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)  # root reads everything, so a mode of 000 would prove nothing

    assert messages(tmp_path / "f.yaml") == [f"{tmp_path / 'f.yaml'}: {message}"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_utf_16_is_told(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: 1\n", encoding=encoding)

    assert messages(path) == [f"{path}: the file is UTF-16 text; save it as UTF-8"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without a mark", "with a byte order mark"])
def test_bytes_that_are_not_utf_8_are_told_with_their_place(mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(mark + "a: é\nb: é".encode() + "é".encode("latin-1"))

    assert messages(path) == [f"{path}:2:5: the byte 0xe9 is not UTF-8; save the file as UTF-8 text"]


# --- with and without libyaml


@pytest.mark.parametrize(
    "path",
    sorted(bundled_directory().rglob("*.yaml")),
    ids=lambda path: path.relative_to(bundled_directory()).as_posix(),
)
def test_every_law_file_reads_the_same_with_and_without_libyaml(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = read_document(path)
    monkeypatch.setattr(the_builder, "_Parser", WITHOUT_LIBYAML)

    assert read_document(path) == one


def test_the_template_reads_the_same_with_and_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    one = read_document(template())
    monkeypatch.setattr(the_builder, "_Parser", WITHOUT_LIBYAML)

    assert read_document(template()) == one


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text("abc:-?[]{},#&*!|>%@`'\"\\ \n\t~0", max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        read_document(text, name="f.yaml")
    except InputError as error:
        for problem in error.problems:
            assert problem.place.line or "empty" in problem.message
            assert problem.message.isprintable()


# --- how messages are made


def test_problems_are_told_once_each_in_the_order_of_the_file() -> None:
    late, early = Problem(Place("f.yaml", 10, 1), "late"), Problem(Place("f.yaml", 9, 20), "early")

    error = InputError([late, early, late])

    assert error.problems == (early, late)
    assert str(error) == "f.yaml:9:20: early\nf.yaml:10:1: late"


def test_a_message_is_one_line_whatever_was_found() -> None:
    (found,) = messages('"a\\nb\\e[31m": 1\n"a\\nb\\e[31m": 2\n', name="f.yaml")

    assert found.isprintable()


@pytest.mark.parametrize(
    ("word", "known", "match"),
    [
        ("ssm", ["ssn", "name"], "ssn"),
        ("SSN", ["ssn", "name"], "ssn"),
        ("zzz", ["ssn", "name"], None),
        ("", ["ssn"], None),
        ("s" * 100_000, ["s" * 99_999], None),
    ],
)
def test_the_nearest_word_is_the_likely_one_or_none(word: str, known: list[str], match: str | None) -> None:
    assert nearest(word, known) == match


def test_a_short_list_is_told_whole_and_a_long_one_by_where_it_is() -> None:
    assert expected_one_of("zzz", ["b", "a"], what="key") == "unknown key 'zzz'; expected one of: a, b"
    many = [f"{number:02}" for number in range(13)]
    assert expected_one_of("zzz", many, what="word", see="notifyrules law list") == (
        "unknown word 'zzz'; see `notifyrules law list` for the list"
    )
