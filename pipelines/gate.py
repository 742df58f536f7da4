"""What may go on: batches and candidate builds, judged by expectations.

Belongs here: which failure holds a batch back, which stops a build; conclusions about units never do either.
Elsewhere: what is expected (expectations/), how it is judged (expectations.py), the facts judged (feeds.profile).
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines import expectations, manifest
from pipelines.expectations import Result
from pipelines.feeds.profile import explain, profile
from pipelines.manifest import Batch
from pipelines.publish.export import read_frames
from pipelines.vocabulary import BatchStatus, Severity
from pipelines.workspace import Workspace

_HELD = "held back by expectation"


@dataclass(frozen=True)
class Judgement:
    """One batch and the results that it did not meet; `words` say more of some of them, by the expectation's id."""

    batch: Batch
    failures: tuple[Result, ...]
    words: dict[str, str] = field(default_factory=dict)

    @property
    def blocking(self) -> list[Result]:
        """The failures that hold the batch back."""
        return [result for result in self.failures if result.expectation.severity is Severity.BLOCK]


def judge_batches(workspace: Workspace) -> list[Judgement]:
    """Judge every batch that was read, hold back those that fail a blocking expectation, let go of those that pass.

    A held batch stays in raw and in the manifest, but no view shows its rows; the other batches go on.
    """
    batches = [
        b for b in manifest.latest(manifest.read(workspace.manifest_file)) if b.status is not BatchStatus.REFUSED
    ]
    judgements = [j for suite in expectations.suites("sources") for j in _judge_feed(suite, batches)]
    for judgement in judgements:
        _record_change(workspace, judgement)
    return judgements


def would_hold(workspace: Workspace, batch: Batch) -> list[str]:
    """Why a batch that is not recorded would be held back, in words; empty when it would not."""
    before = [b for b in manifest.latest(manifest.read(workspace.manifest_file)) if b.status is not BatchStatus.REFUSED]
    own = [*(b for b in before if b.sha256 != batch.sha256), batch]
    judged = [j for suite in expectations.suites("sources") if suite.subject == batch.feed
              for j in _judge_feed(suite, own)]  # fmt: skip
    return [
        f"{_in_words(result.expectation.id, judgement.words)}: {result.expectation.why}"
        for judgement in judged
        if judgement.batch is batch
        for result in judgement.blocking
    ]


def _judge_feed(suite: expectations.Suite, batches: list[Batch]) -> list[Judgement]:
    own = [batch for batch in batches if batch.feed == suite.subject]
    if not own:
        return []
    failed = [result for result in expectations.judge(suite, profile(own)) if not result.success]
    return [_judgement(own, place, failed) for place in range(len(own))]


def _judgement(own: list[Batch], place: int, failed: list[Result]) -> Judgement:
    failures = tuple(result for result in failed if place in result.failing_rows)
    words = {r.expectation.id: explain(own[place], own[:place], r.expectation.column) for r in failures}
    return Judgement(own[place], failures, {id_: text for id_, text in words.items() if text})


def _record_change(workspace: Workspace, judgement: Judgement) -> None:
    names = ", ".join(_in_words(result.expectation.id, judgement.words) for result in judgement.blocking)
    status = BatchStatus.HELD if names else BatchStatus.LOADED
    reason = f"{_HELD}: {names}" if names else ""
    if (judgement.batch.status, judgement.batch.reason) != (status, reason):
        manifest.append(workspace.manifest_file, replace(judgement.batch, status=status, reason=reason))


def _in_words(expectation_id: str, words: dict[str, str]) -> str:
    return f"{expectation_id} ({words[expectation_id]})" if expectation_id in words else expectation_id


def judge_candidate(folder: Path) -> list[Result]:
    """Judge a candidate build by every suite of `expectations/marts`."""
    suites = expectations.suites("marts")
    frames = read_frames(folder, {suite.name: suite.query or f"select * from {suite.subject}" for suite in suites})
    return [result for suite in suites for result in expectations.judge(suite, frames[suite.name])]
