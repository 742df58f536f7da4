-- grain: one row per group of opinions that a published table tells of
with

company as (
    select * from {{ source('config', 'company') }}
),

answer_groups as (
    select * from {{ ref('int_answer_group') }}
),

group_bases as (
    select
        group_id,
        set_id,
        base_id,
        sum(answered_count) as opinion_count
    from answer_groups
    group by group_id, set_id, base_id
),

-- a table that tells accounts apart does not know the answers of nobody: the larger sum is the whole
counted as (
    select
        group_id as cell_id,
        set_id,
        max(opinion_count) as opinion_count
    from group_bases
    group by group_id, set_id
    union all
    select
        'cell:' || cell_id as cell_id,
        'cells' as set_id,
        answered_count as opinion_count
    from {{ ref('agg_satisfaction_cells') }}
    where answered_count > 0
    union all
    select
        {{ kpi_cell_id('counts') }} as cell_id,
        'kpi' as set_id,
        counts.n as opinion_count
    from {{ ref('agg_kpi_counts') }} as counts
    inner join {{ ref('kpis') }} as catalogue
        on counts.kpi_id = catalogue.kpi_id
    where catalogue.is_opinion and catalogue.kpi_id not in ('C01', 'C02') and counts.n > 0
    union all
    select
        {{ touchpoint_cell_id('scores', 'scores.year_start_on') }} as cell_id,
        'touchpoint' as set_id,
        sum(scores.scored_count) as opinion_count
    from {{ ref('int_touchpoint_account') }} as scores
    group by scores.touchpoint_id, scores.year_start_on
    having sum(scores.scored_count) > 0
    union all
    select
        'collector:' || collector_id || ':' || period_id as cell_id,
        'back_check' as set_id,
        reached_count as opinion_count
    from {{ ref('agg_back_checks') }}
    where reached_count > 0
),

final as (
    select
        row_number() over (order by counted.cell_id) as cell_no,
        counted.cell_id,
        counted.set_id,
        cast(counted.opinion_count as bigint) as opinion_count,
        counted.opinion_count < company.smallest_cell as is_small
    from counted
    cross join company
)

select * from final
