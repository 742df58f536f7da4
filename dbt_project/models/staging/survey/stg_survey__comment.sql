-- grain: one row per free-text answer, in its current version
{{ current_rows('survey__comment') }}
