-- grain: one row per invoice or credit line, in its current version
{{ current_rows('finance__invoice') }}
