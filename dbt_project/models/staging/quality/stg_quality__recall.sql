-- grain: one row per recall or field action, in its current version
{{ current_rows('quality__recall') }}
