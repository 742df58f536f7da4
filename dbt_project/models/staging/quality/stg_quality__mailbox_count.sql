-- grain: one row per mailbox and period, in its current version
{{ current_rows('quality__mailbox_count') }}
