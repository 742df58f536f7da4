-- grain: one row per industry, period and metric, in its current version
{{ current_rows('ref__industry_benchmark') }}
