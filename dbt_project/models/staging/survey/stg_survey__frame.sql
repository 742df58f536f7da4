-- grain: one row per account that could be asked in a period, in its current version
{{ current_rows('survey__frame') }}
