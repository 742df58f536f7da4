{#- What events add up to: grades of losses and complaints, losses that are no complaints, complaints, late deliveries. -#}
{% macro event_counts(events) -%}
    coalesce(sum({{ events }}.severity_grade), 0) as loss_severity,
    count(*) filter (where {{ events }}.event_kind = 'loss') as loss_count,
    count(*) filter (where {{ events }}.event_kind = 'complaint') as complaint_count,
    count(*) filter (where {{ events }}.is_late) as late_count,
    count(*) filter (where {{ events }}.event_kind = 'delivery') as line_count
{%- endmacro %}
