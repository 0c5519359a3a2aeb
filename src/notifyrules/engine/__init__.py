"""Deciding: law compiled to formulas, judged by durable_rules and proved by an independent checker."""

from notifyrules.engine.answers import plain_name
from notifyrules.engine.deciding import Decision, DisagreementError, RuleTables, binds, decide
from notifyrules.engine.formula import Ask
from notifyrules.engine.program import BOUND, Program, compile_regime
from notifyrules.engine.proof import Proof, reason
from notifyrules.engine.rete import ENGINE_NAME, EngineError, Rete, rete_available

__all__ = [
    "BOUND",
    "ENGINE_NAME",
    "Ask",
    "Decision",
    "DisagreementError",
    "EngineError",
    "Program",
    "Proof",
    "Rete",
    "RuleTables",
    "binds",
    "compile_regime",
    "decide",
    "plain_name",
    "reason",
    "rete_available",
]
