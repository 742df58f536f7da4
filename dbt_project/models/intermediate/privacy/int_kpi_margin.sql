-- grain: one row per KPI figure of opinions, kind of part and part
with

cells as (
    select * from {{ ref('int_opinion_cell') }}
),

kpi_cells as (
    select
        counts.kpi_id,
        counts.org_unit_id,
        counts.period_kind,
        counts.period_id,
        counts.period_start_on,
        cells.cell_no,
        cells.opinion_count
    from {{ ref('agg_kpi_counts') }} as counts
    inner join cells
        on cells.cell_id = {{ kpi_cell_id('counts') }}
),

-- branches of the company; quarters of a year, and months of a quarter
kpi_parts as (
    select
        wholes.cell_no as whole_no,
        'branches' as part_set_id,
        parts.cell_no as part_no,
        greatest(wholes.opinion_count - sum(parts.opinion_count) over (partition by wholes.cell_no), 0) as rest_count
    from kpi_cells as wholes
    inner join kpi_cells as parts
        on
            wholes.kpi_id = parts.kpi_id
            and wholes.period_kind = parts.period_kind
            and wholes.period_id = parts.period_id
    where wholes.org_unit_id = 'company' and parts.org_unit_id <> 'company'
    union all
    select
        wholes.cell_no as whole_no,
        parts.period_kind as part_set_id,
        parts.cell_no as part_no,
        0 as rest_count
    from kpi_cells as wholes
    inner join kpi_cells as parts
        on
            wholes.kpi_id = parts.kpi_id
            and wholes.org_unit_id = parts.org_unit_id
            and wholes.period_start_on = {{ period_start('wholes.period_kind', 'parts.period_start_on') }}
    where (wholes.period_kind, parts.period_kind) in (('year', 'quarter'), ('quarter', 'month'))
),

-- the key touchpoints are what the index is made of, and collectors' back-checks what their error rate is
other_parts as (
    select
        wholes.cell_no as whole_no,
        parts.set_id as part_set_id,
        parts.cell_no as part_no,
        0 as rest_count
    from cells as parts
    inner join kpi_cells as wholes
        on
            case parts.set_id when 'touchpoint' then 'C05' when 'back_check' then 'I06' end = wholes.kpi_id
            and split_part(parts.cell_id, ':', -1) = wholes.period_id
    left join {{ ref('stg_crm__touchpoint') }} as touchpoints
        on parts.cell_id = {{ touchpoint_cell_id('touchpoints', 'wholes.period_start_on') }}
    where
        wholes.org_unit_id = 'company'
        and (parts.set_id = 'back_check' or (touchpoints.is_key and not coalesce(touchpoints.is_deleted, false)))
),

final as (
    select * from kpi_parts
    union all
    select * from other_parts
)

select * from final
