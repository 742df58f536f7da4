-- grain: one row per answered question, in its current version
{{ current_rows('survey__answer') }}
