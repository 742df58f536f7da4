-- grain: one row per warranty claim, in its current version
{{ current_rows('quality__warranty_claim') }}
