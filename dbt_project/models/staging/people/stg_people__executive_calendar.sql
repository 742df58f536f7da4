-- grain: one row per calendar entry of one person, in its current version
{{ current_rows('people__executive_calendar') }}
