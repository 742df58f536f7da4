-- grain: one row per improvement, in its current version
{{ current_rows('project__improvement') }}
