-- grain: one row per link of the map from activities to outcomes, in its current version
{{ current_rows('scorecard__kpi_link') }}
