"""What counts as suspicious: thresholds as approved configuration.

Belongs here: the model of policy.yml, and the only file that this room reads.
Elsewhere: what a threshold is applied to (detectors, verdict, adjusted).
"""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.vocabulary import Severity

LEVEL_FAMILY = ("U1", "U2", "C1")
TRACE_DETECTORS = ("C2", "U4", "IT", "S1", "S2", "S3", "S4", "T1", "D1", "D2")
CONTEXT_DETECTORS = ("U3", "C3", "I1", "I2", "BU", "G1")
SUBJECT_DETECTORS = ("B1", "Q1", "E1", "V1", "K1", "I3", "L1")
DETECTORS = (*LEVEL_FAMILY, "P1", *TRACE_DETECTORS, *CONTEXT_DETECTORS, *SUBJECT_DETECTORS)
SHIPPED = Path(__file__).with_name("policy.yml")


class Strict(BaseModel):
    """Refuses unknown keys and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DetectorPolicy(Strict):
    """Thresholds of one detector; counts are answers, periods (U2) or accounts with a loss (C1). Arithmetic has no
    alpha of its own, and leaves it as it is.
    """

    enabled: bool
    alpha: float = Field(default=0.01, gt=0, lt=0.5)
    minimum_effect: float = Field(default=0, ge=0, lt=1)
    minimum_count: int = Field(default=1, ge=1)
    window_periods: int = Field(default=8, ge=3, le=24)
    severity: Severity
    why: str


class ReferencePolicy(Strict):
    """When outside answers are a reference, and how honest answers may differ from them."""

    minimum_answers: int = Field(ge=1)
    minimum_accounts_with_loss: int = Field(ge=1)
    courtesy_shift: float = Field(ge=0, le=2)
    courtesy_sd: float = Field(ge=0, le=2)
    same_account_correlation: float = Field(ge=0, le=1)


class AdjustedPolicy(Strict):
    """How wide the evidence-adjusted interval is at least."""

    same_subject_correlation: float = Field(ge=0, lt=1)
    confidence: float = Field(gt=0.5, lt=1)


class EnginePolicy(Strict):
    """What the joint posterior must show before a unit climbs the ladder; factors are Bayes factors."""

    false_share: float = Field(gt=0, le=0.1)
    least_probability: float = Field(ge=0.5, lt=1)
    own_period_factor: float = Field(ge=1)
    change_factor: float = Field(ge=1)
    outcome_factor: float = Field(ge=1)
    error_periods: int = Field(ge=2)
    review_false_share: float = Field(gt=0, le=0.3)
    review_least_probability: float = Field(ge=0, lt=1)
    review_own_factor: float = Field(ge=1)


class Policy(Strict):
    """Everything that an auditor must approve before a unit may be called suspicious."""

    version: str
    false_discovery_share: float = Field(gt=0, le=0.2)
    false_discovery_method: Literal["BH", "BY"]
    own_period_alpha: float = Field(gt=0, le=0.2)
    error_periods: int = Field(ge=2)
    published_figure_score: float = Field(ge=0, le=300)
    reference: ReferencePolicy
    adjusted: AdjustedPolicy
    engine: EnginePolicy
    detectors: dict[str, DetectorPolicy]

    @model_validator(mode="after")
    def _every_detector_has_its_row(self) -> "Policy":
        if set(self.detectors) != set(DETECTORS):
            raise ValueError(
                f"detectors must be exactly {', '.join(DETECTORS)}; a detector is turned off by enabled: false"
            )
        return self


def load(path: Path | None = None) -> Policy:
    """The policy of a file, by default the shipped one. Raises pydantic.ValidationError naming the key."""
    text = (path or SHIPPED).read_text(encoding="utf-8")
    return Policy.model_validate(yaml.safe_load(text))
