-- grain: one row per figure that exists only as an aggregate, in its current version
{{ current_rows('survey__published_result') }}
