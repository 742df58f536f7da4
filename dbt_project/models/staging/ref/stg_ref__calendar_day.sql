-- grain: one row per day of a working calendar, in its current version
{{ current_rows('ref__calendar_day') }}
