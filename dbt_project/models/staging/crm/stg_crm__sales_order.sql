-- grain: one row per sales order, in its current version
{{ current_rows('crm__sales_order') }}
