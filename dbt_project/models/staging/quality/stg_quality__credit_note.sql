-- grain: one row per credit note, in its current version
{{ current_rows('quality__credit_note') }}
