-- grain: one row per contact at a touchpoint, in its current version
{{ current_rows('crm__touchpoint_event') }}
