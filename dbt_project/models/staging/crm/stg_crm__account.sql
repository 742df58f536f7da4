-- grain: one row per customer account, in its current version
{{ current_rows('crm__account') }}
