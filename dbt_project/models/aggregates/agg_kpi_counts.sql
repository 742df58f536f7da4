-- grain: one row per KPI, organisation unit and period in which the company has any data
with

final as (
    select * from {{ ref('kpi_c01_reported_satisfaction') }}
    union all
    select * from {{ ref('kpi_f04_external_failure_cost') }}
    union all
    select * from {{ ref('kpi_g01_executive_customer_time') }}
    union all
    select * from {{ ref('kpi_p02_on_time_in_full') }}
)

select * from final
