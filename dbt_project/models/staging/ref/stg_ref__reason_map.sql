-- grain: one row per code of a source and what it means here, in its current version
{{ current_rows('ref__reason_map') }}
