-- grain: one row per contact person of an account, in its current version
{{ current_rows('crm__contact') }}
