{#- What carries a proposition of the relation `measures`: nothing, once the company has a map of its activities, is an orphaned
    one; without a map nobody knows. -#}
{% macro carrier_count() -%}
    case
        when measures.measure_kind_code = 'proposition' and exists (select 1 from {{ ref('stg_scorecard__kpi_link') }})
            then coalesce(carried.carrier_count, 0)
    end
{%- endmacro %}
