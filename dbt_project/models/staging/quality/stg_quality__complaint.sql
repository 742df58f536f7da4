-- grain: one row per complaint, in its current version
{{ current_rows('quality__complaint') }}
