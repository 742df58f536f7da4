-- grain: one row per sales opportunity, in its current version
{{ current_rows('crm__opportunity') }}
