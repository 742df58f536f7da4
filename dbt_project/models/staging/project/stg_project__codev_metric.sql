-- grain: one row per metric of a development together with a customer, in its current version
{{ current_rows('project__codev_metric') }}
