-- grain: one row per account, product and period with delivered and rejected parts, in its current version
{{ current_rows('quality__reject') }}
