-- grain: one row per touchpoint of the customer's way, in its current version
{{ current_rows('crm__touchpoint') }}
