-- grain: one row per return, in its current version
{{ current_rows('quality__return_shipment') }}
