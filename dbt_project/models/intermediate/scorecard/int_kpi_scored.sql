-- grain: one row per KPI, organisation unit and period, with its score
with

gated as (
    select * from {{ ref('int_kpi_gated') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

scored as (
    select
        gated.*,
        catalogue.kpi_name_en,
        catalogue.kpi_name_zh,
        catalogue.perspective_code,
        catalogue.direction,
        catalogue.unit_code,
        cast({{ score('gated', 'catalogue.direction') }} as double) as score
    from gated
    inner join {{ ref('kpis') }} as catalogue
        on gated.kpi_id = catalogue.kpi_id
),

final as (
    select
        scored.*,
        -- the order is the rule: a gate comes before a colour, and no colour without a value and a target
        case
            when scored.gate_code in ('figure_without_answers', 'unit_error') then 'not_scorable'
            when scored.scored_value is null then 'not_measured'
            when scored.score is null then 'no_target'
            when scored.score < company.red_below then 'red'
            when
                scored.score < company.amber_below
                or scored.gate_code in ('figure_only', 'never_green', 'conflict_of_interest')
                then 'amber'
            else 'green'
        end as status_code
    from scored
    cross join company
)

select * from final
