-- grain: one row per version of a promise to a customer, in its current version
{{ current_rows('crm__promise') }}
