-- grain: one row per figure that others are compared with, in its current version
{{ current_rows('ref__benchmark') }}
