-- grain: one row per employee, in its current version
{{ current_rows('people__person') }}
