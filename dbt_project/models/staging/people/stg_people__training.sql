-- grain: one row per person and course, in its current version
{{ current_rows('people__training') }}
