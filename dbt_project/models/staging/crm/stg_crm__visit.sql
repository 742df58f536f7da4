-- grain: one row per contact with a customer, in its current version
{{ current_rows('crm__visit') }}
