-- grain: one row per measured KPI, organisation unit and period, as this build reports it
with

cells as (
    select * from {{ ref('mart_scorecard') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

-- when it is published, what earlier builds reported of the same figure is set beside it (pipelines.publish.history)
final as (
    select
        cells.kpi_id,
        cells.org_unit_id,
        cells.period_kind,
        cells.period_id,
        cells.period_start_on,
        {{ period_end('cells.period_kind', 'cells.period_start_on') }} as period_end_on,
        cells.reported_value,
        cells.numerator,
        cells.denominator,
        cells.n,
        cells.lower_value,
        cells.upper_value,
        cells.interval_method,
        cells.adjusted_value,
        cells.adjusted_lower_value,
        cells.adjusted_upper_value,
        cells.target_value,
        cells.score,
        cells.status_code,
        figures.is_withheld,
        coalesce(
            try_strptime(left(company.build_id, 15), '%Y%m%dT%H%M%S'), cast(company.as_of_on as timestamp)
        ) as known_from_at,
        cast(null as timestamp) as known_until_at,
        'first_reported' as change_code,
        false as is_restated,
        company.as_of_on,
        company.build_id,
        company.code_version,
        company.config_hash,
        company.input_hash
    from cells
    cross join company
    inner join {{ ref('fct_kpi_value') }} as figures
        on {{ same_figure('cells', 'figures') }}
    where coalesce(cells.reported_value, cells.adjusted_value) is not null or figures.is_withheld
)

select * from final
