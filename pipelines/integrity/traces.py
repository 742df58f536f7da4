"""All traces of a panel, measured once.

Belongs here: which traces there are, by the name that the combination uses.
Elsewhere: each question (detectors), how traces combine (posterior).
"""

import numpy as np

from pipelines.integrity import reference_model, signals
from pipelines.integrity.detectors import (
    call_timing,
    contact,
    coverage,
    hidden_complaints,
    items,
    remarks,
    selection,
    shape,
    twins,
)
from pipelines.integrity.levels import Levels
from pipelines.integrity.panel import Panel
from pipelines.integrity.reference_model import Model
from pipelines.integrity.signals import Signal

Traces = dict[str, Signal]


def measure(panel: Panel, model: Model | None, levels: Levels) -> Traces:
    """Every trace; those that need a model or a feed that is absent are untested everywhere."""
    found = {
        "coverage": coverage.measure(panel), "bounced": contact.bounced(panel), "edited": contact.edited(panel),
        "complaints": hidden_complaints.measure(panel), "duration": call_timing.durations(panel),
        "gaps": call_timing.gaps(panel), "straight": call_timing.straight_lines(panel),
        "remarks": remarks.measure(panel), "items": items.measure(panel), "twins": twins.measure(panel),
        "top": shape.measure(panel),
    }  # fmt: skip
    content = reference_model.content(panel, model) if model is not None else np.zeros(len(panel.accounts.unit))
    return {
        **found, "items_beside_level": signals.beside(found["items"], levels.excess),
        "asked": selection.asked(panel, content), "answered": selection.answered(panel, content),
        "bounced_at_risk": contact.bounced_at_risk(panel, content),
    }  # fmt: skip
