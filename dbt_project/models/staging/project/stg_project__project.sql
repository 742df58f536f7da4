-- grain: one row per project, in its current version
{{ current_rows('project__project') }}
