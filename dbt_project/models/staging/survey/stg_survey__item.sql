-- grain: one row per question of a survey version, in its current version
{{ current_rows('survey__item') }}
