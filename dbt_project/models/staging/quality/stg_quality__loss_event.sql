-- grain: one row per loss, in its current version
{{ current_rows('quality__loss_event') }}
