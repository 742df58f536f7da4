-- grain: one row per account, period and metric, in its current version
{{ current_rows('project__customer_outcome') }}
