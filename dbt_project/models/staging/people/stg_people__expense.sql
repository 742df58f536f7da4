-- grain: one row per expense of an employee, in its current version
{{ current_rows('people__expense') }}
