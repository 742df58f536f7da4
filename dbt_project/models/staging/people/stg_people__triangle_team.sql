-- grain: one row per account and first day of its team, in its current version
{{ current_rows('people__triangle_team') }}
