-- grain: one row per invitation to a survey, in its current version
{{ current_rows('survey__invitation') }}
