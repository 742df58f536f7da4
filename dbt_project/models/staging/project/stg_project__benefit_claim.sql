-- grain: one row per claimed benefit for a customer, in its current version
{{ current_rows('project__benefit_claim') }}
