-- grain: one row per KPI, organisation unit and period with a target, in its current version
{{ current_rows('scorecard__target_row') }}
