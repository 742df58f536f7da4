"""Dagster's front door: reads the package's YAML and dbt's manifest, and nothing else."""

from pipelines.defs.location import definitions

defs = definitions()
