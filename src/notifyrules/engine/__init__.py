"""Deciding: law compiled to formulas, judged by durable_rules and proved by an independent checker."""

from notifyrules.engine.deciding import Decision, DisagreementError, RuleTables, binds, decide
from notifyrules.engine.program import Program, compile_regime
from notifyrules.engine.proof import Proof, reason
from notifyrules.engine.rete import ENGINE_NAME, EngineError, Rete, rete_available

__all__ = [
    "ENGINE_NAME",
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
    "reason",
    "rete_available",
]
