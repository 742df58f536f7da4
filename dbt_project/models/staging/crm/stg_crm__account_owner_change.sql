-- grain: one row per change of an account's owner, in its current version
{{ current_rows('crm__account_owner_change') }}
