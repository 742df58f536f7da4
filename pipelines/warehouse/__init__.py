"""The only door to DuckDB and dbt.

Belongs here: connections, dbt in this process, configuration tables, the hand-over to and from the assessment.
Elsewhere: business SQL (dbt_project), how a raw file becomes a view (feeds.raw_views).
"""
