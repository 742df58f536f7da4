-- grain: one row per change of one field of a contact, in its current version
{{ current_rows('crm__contact_change') }}
