"""The one code location: every asset from raw to published, one job, one daily schedule."""

import dagster as dg

from pipelines.defs.assess import assess_units
from pipelines.defs.ingest import ingest_files
from pipelines.defs.publish import candidate_asset, published_asset
from pipelines.defs.resources import workspace_resource
from pipelines.defs.transform import score, transform

JOB = "touchstone"


def definitions() -> dg.Definitions:
    """What Dagster loads, without opening a workspace."""
    rooms = [ingest_files, transform, assess_units, score]
    marts = [key for room in (transform, score) for key in room.keys]
    checked = {key.asset_key for room in rooms for key in room.check_keys}
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="ingest, transform, assess, score, publish: one workspace, one writer",
    )
    return dg.Definitions(
        assets=[*rooms, candidate_asset(marts), published_asset(checked)],
        jobs=[job],
        schedules=[dg.ScheduleDefinition(name="daily", job=job, cron_schedule="0 5 * * *", execution_timezone="UTC")],
        resources={"workspace": workspace_resource},
        executor=dg.in_process_executor,
    )
