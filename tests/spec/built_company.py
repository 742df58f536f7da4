"""A company of a few lines, taken through ingest, the gate and the first half of dbt.

Belongs here: the order of these steps, for tests that ask what the facts say.
Elsewhere: files as tables of text (own_company), the run of a whole workspace (tests/pipeline).
"""

from pipelines import gate, identity, manifest
from pipelines.feeds import ingest, raw_views
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.warehouse import build, configuration
from pipelines.workspace import Workspace
from tests.spec.own_company import Company


def judge(company: Company) -> dict[str, Batch]:
    """Load what is new, hold back what fails, and say what became of each file."""
    ingest.ingest_all(company.workspace)
    gate.judge_batches(company.workspace)
    raw_views.refresh(company.workspace)
    return {batch.file: batch for batch in _batches(company.workspace)}


def transform(company: Company) -> None:
    """Make facts and aggregates of what stands; every data test of dbt that fails as an error fails here."""
    batches = manifest.read(company.workspace.manifest_file)
    configuration.refresh(company.workspace, identity.identify(company.workspace, batches))
    events = list(build.build(company.workspace, "transform"))
    failed = [event for event in events if event["data"].get("status") in ("error", "fail")]
    assert not failed, failed


def held(batch: Batch) -> str:
    """Why a batch is held back."""
    assert batch.status is BatchStatus.HELD, batch
    return batch.reason


def _batches(workspace: Workspace) -> list[Batch]:
    return manifest.latest(manifest.read(workspace.manifest_file))
