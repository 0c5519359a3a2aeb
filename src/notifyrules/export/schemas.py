"""JSON Schemas of facts, jurisdiction files and assessments, made from the models and the vocabulary."""

from __future__ import annotations

import datetime as dt
import json
import types
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from notifyrules.assessment import Assessment
from notifyrules.assessment.result import SCHEMA
from notifyrules.engine import Proof
from notifyrules.facts import Facts
from notifyrules.law import Jurisdiction
from notifyrules.vocabulary import TERMS, Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schemas(vocabulary: Vocabulary) -> dict[str, Callable[[], Schema]]:
    """Return the makers of the schemas by name: `facts`, `jurisdiction` and `assessment`."""
    return {
        "facts": partial(_of_model, Facts, "notifyrules: facts of an incident", vocabulary),
        "jurisdiction": partial(_of_model, Jurisdiction, "notifyrules: a jurisdiction file", vocabulary),
        "assessment": _of_assessment,
    }


def to_text(schema: Schema) -> str:
    """Return a schema as JSON text."""
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _of_model(model: type[Facts] | type[Jurisdiction], title: str, vocabulary: Vocabulary) -> Schema:
    with warnings.catch_warnings():  # pydantic cannot write the defaults of our own types, which are left out here
        warnings.simplefilter("ignore", UserWarning)
        schema: Schema = model.model_json_schema()
    asked: set[str] = set()
    if model is Jurisdiction:
        schema["properties"]["definitions"] = {"description": "Parts that several entries share, by YAML anchors."}
    worded = _with_terms(schema, asked)
    words = {f"terms.{kind}": _terms(vocabulary, kind) for kind in sorted(asked)}
    return {"$schema": DIALECT, **worded, "title": title, "$defs": {**worded["$defs"], **words}}


def _with_terms(schema: Any, asked: set[str]) -> Any:
    """Put a reference to the list in the place of each marked word; defaults and titles tell editors nothing."""
    if isinstance(schema, list):
        return [_with_terms(each, asked) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if TERMS in schema:
        asked.add(schema[TERMS])
        word = {"$ref": f"#/$defs/terms.{schema[TERMS]}"}
        return {"anyOf": [word, {"const": schema["besides"]}]} if "besides" in schema else word
    return {
        key: _with_terms(each, asked)
        for key, each in schema.items()
        if key != "default" and not (key == "title" and isinstance(each, str))
    }


def _terms(vocabulary: Vocabulary, kind: str) -> Schema:
    terms = getattr(vocabulary, kind)
    if kind == "places":
        return {"description": "ISO 3166 code of a country or of a part of one", "enum": sorted(terms)}
    aliases = sorted(alias for term in terms.values() for alias in term.aliases)
    known = [{"const": name, "description": term.definition} for name, term in sorted(terms.items())]
    return {"oneOf": known + ([{"enum": aliases, "description": "another spelling"}] if aliases else [])}


# --- the assessment: named tuples, written as objects


def _of_assessment() -> Schema:
    defs: dict[str, Schema] = {}
    whole = _of_type(Assessment, defs)
    defs["Assessment"]["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": DIALECT, "title": "notifyrules: an assessment", **whole, "$defs": defs}


def _of_type(kind: Any, defs: dict[str, Schema]) -> Schema:
    plain = {str: "string", int: "integer", bool: "boolean"}
    if kind in plain:
        return {"type": plain[kind]}
    if kind is object:
        return {}
    if kind in (dt.datetime, dt.date):
        return {"type": "string", "format": "date-time" if kind is dt.datetime else "date"}
    if kind is Proof:
        return _of_proof(defs)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [{"type": "null"} if each is type(None) else _of_type(each, defs) for each in inner]}
    if origin is tuple:
        return {"type": "array", "items": _of_type(inner[0], defs)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of_type(inner[1], defs)}
    return _of_tuple(kind, defs)


def _of_tuple(kind: Any, defs: dict[str, Schema]) -> Schema:
    if kind.__name__ not in defs:
        defs[kind.__name__] = {}  # it may hold itself
        hints = get_type_hints(kind)
        defs[kind.__name__] = {
            "type": "object",
            "description": kind.__doc__,
            "properties": {name: _of_type(hints[name], defs) for name in kind._fields},
            "required": list(kind._fields),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _of_proof(defs: dict[str, Schema]) -> Schema:
    defs["Proof"] = {
        "type": "object",
        "description": Proof.__doc__,
        "properties": {
            "truth": {"enum": ["yes", "no", "unknown"]},
            "form": {"enum": list(get_args(get_type_hints(Proof)["form"]))},
            **{name: {"type": "string"} for name in ("text", "fact", "found", "cite")},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/Proof"}},
        },
        "required": ["truth", "form", "text"],
        "additionalProperties": False,
    }
    return {"$ref": "#/$defs/Proof"}
