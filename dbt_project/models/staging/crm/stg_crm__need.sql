-- grain: one row per need of a customer that was written down, in its current version
{{ current_rows('crm__need') }}
