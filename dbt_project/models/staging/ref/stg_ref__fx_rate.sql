-- grain: one row per day and pair of currencies, in its current version
{{ current_rows('ref__fx_rate') }}
