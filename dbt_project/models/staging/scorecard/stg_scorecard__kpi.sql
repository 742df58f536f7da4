-- grain: one row per version of a KPI of the company's own scorecard, in its current version
{{ current_rows('scorecard__kpi') }}
