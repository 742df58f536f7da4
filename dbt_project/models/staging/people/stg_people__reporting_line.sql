-- grain: one row per person, superior and first day, in its current version
{{ current_rows('people__reporting_line') }}
