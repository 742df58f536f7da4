"""Thresholds are approved configuration."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipelines.integrity import catalogue, policy


def test_the_shipped_policy_holds_a_row_with_its_why_for_every_detector() -> None:
    shipped = policy.load()
    assert set(shipped.detectors) == {detector.ID for detector in catalogue.DETECTORS}
    assert all(row.why for row in shipped.detectors.values())


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("false_discovery_share: 0.05", "false_discovery_share: 0.5", "false_discovery_share"),
        ("  C1:", "  C9:", "detectors must be exactly"),
        ("error_periods: 2", "error_periods: 1", "error_periods"),
        ("version: policy-1", "version: policy-1\nsurprise: 1", "surprise"),
    ],
)
def test_nonsense_is_refused_by_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    file = tmp_path / "policy.yml"
    text = policy.SHIPPED.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValidationError, match=key):
        policy.load(file)
