-- grain: one row per KPI, organisation unit and period that its model tells of
with

final as (
    {{ kpi_union() }}
)

select * from final
