-- grain: one row per version of a survey, in its current version
{{ current_rows('survey__survey') }}
