-- grain: one row per agreement with a customer, in its current version
{{ current_rows('finance__contract_revenue') }}
