-- grain: one row per person, KPI and first day, in its current version
{{ current_rows('people__incentive') }}
