"""Keywords that are hyperparameters of the optimizer, and what is said of those that are another argument's."""

from collections.abc import Mapping
from typing import Any

from engine.errors import EngineError
from engine.optimizer import Optimizer
from engine.registry import member, members


def rule_of(optimizer: Any, hyperparameters: Mapping[str, Any], owners: Mapping[str, tuple[str, Any]]) -> Optimizer:
    """The optimizer with its hyperparameters. A keyword that is another argument's own is refused with how to give it.

    ``owners`` are these arguments, name → (folder, what was given): ``loss="huber"`` has a ``delta`` of its own.
    """
    rule: Optimizer = member("optimizers", Optimizer, optimizer, "optimizer")
    for name in (name for name in hyperparameters if name not in type(rule).model_fields):
        for owner, (folder, given) in owners.items():
            kind = given if isinstance(given, str) else getattr(given, "kind", None)
            found = members(folder).get(kind) if isinstance(kind, str) else None
            if found is not None and name in found.model_fields:
                made = f'engine.loss("{kind}", {name}=…)' if folder == "losses" else f"{found.__name__}({name}=…)"
                raise EngineError("unknown_field", f"optimizer.{name}", instead=f"{owner}={made}")
    rule = member("optimizers", Optimizer, optimizer, "optimizer", **hyperparameters)
    return rule
