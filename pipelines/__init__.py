"""Touchstone: how far can a company's customer-satisfaction figures be believed?

A row passes every room once, in this order, and never goes back:

    ingest     pipelines.feeds        file -> raw Parquet and quarantine
    transform  dbt_project            raw -> dim_, fct_, agg_ (staging, intermediate, core marts, aggregates)
    assess     pipelines.integrity    agg_ -> findings, conclusions, intervals
    score      dbt_project            facts and assessment -> mart_ (integrity and scorecard marts)
    publish    pipelines.publish      marts -> one published build; pipelines.report -> one page

Beside the road: workspace (one company: paths and configuration), vocabulary (the published codes),
manifest (what came, when, and what of it stands), warehouse (the only door to DuckDB and dbt),
expectations (the only door to Great Expectations), defs (Dagster: schedule and show), cli (the command),
dictionary (what is published, told in two languages), demo (a made-up company with known truths).
"""

__version__ = "0.1.0"
