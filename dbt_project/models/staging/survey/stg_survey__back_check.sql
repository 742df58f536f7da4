-- grain: one row per answer that was asked again, in its current version
{{ current_rows('survey__back_check') }}
