-- grain: one row per answered questionnaire, in its current version
{{ current_rows('survey__response') }}
