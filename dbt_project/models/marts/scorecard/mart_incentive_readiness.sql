-- grain: one row per year of the company and condition under which pay may hang on the satisfaction figure
with

years as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

-- weight of external loss in anyone's pay or appraisal, once anybody's appraisal is known at all
appraised as (
    select
        period_start_on,
        sum(case when {{ is_loss_kpi('kpi_id') }} then weight_share else 0 end) as loss_weight
    from {{ ref('int_appraisal_weight') }}
    where period_kind = 'year'
    group by period_start_on
),

measured as (
    select
        kpi_id,
        period_id,
        value
    from {{ ref('fct_kpi_value') }}
    where org_unit_id = 'company' and period_kind = 'year'
    union all
    select
        'units' as kpi_id,
        {{ period_id("'year'", 'year_start_on') }} as period_id,
        case when unit_count > cannot_tell_unit_count then warn_unit_count end as value
    from {{ ref('int_year_conclusions') }}
    union all
    select
        'target' as kpi_id,
        years.period_id,
        max(targets.target_value) as value
    from years
    cross join {{ source('config', 'target') }} as targets
    where
        {{ is_satisfaction_kpi('targets.kpi_id') }}
        and {{ holds_on('targets', 'years.last_on') }}
    group by years.period_id
    union all
    select
        'loss' as kpi_id,
        {{ period_id("'year'", 'period_start_on') }} as period_id,
        loss_weight as value
    from appraised
),

judged as (
    select
        years.period_id,
        years.period_start_on,
        conditions.*,
        cast(measured.value as double) as measured_value,
        case conditions.comparison_code
            when 'at_least' then measured.value >= conditions.limit_value
            else measured.value <= conditions.limit_value
        end as is_met
    from years
    cross join {{ ref('readiness_conditions') }} as conditions
    left join measured
        on conditions.kpi_id = measured.kpi_id and years.period_id = measured.period_id
),

-- fit only if every condition is met: what nobody measured is not met, and not broken either
final as (
    select
        * exclude (is_met, kpi_id),
        case when is_met then 'met' when is_met is null then 'not_measured' else 'failed' end as readiness_code,
        bool_and(coalesce(is_met, false)) over (partition by period_id) as is_fit_to_pay_on
    from judged
)

select * from final
