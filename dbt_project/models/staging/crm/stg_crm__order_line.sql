-- grain: one row per line of a sales order, in its current version
{{ current_rows('crm__order_line') }}
