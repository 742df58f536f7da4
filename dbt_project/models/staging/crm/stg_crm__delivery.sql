-- grain: one row per delivered line, in its current version
{{ current_rows('crm__delivery') }}
