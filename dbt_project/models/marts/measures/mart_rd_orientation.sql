-- grain: one row per year of the company, for all departments together and for each one with appraisals in R&D
with

years as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

weights as (
    select
        period_start_on,
        coalesce(department, 'unknown') as department,
        person_id,
        weight_share,
        orientation_code
    from {{ ref('int_appraisal_weight') }}
    where is_research and weight_share > 0 and period_kind = 'year'
),

summed as (
    select
        period_start_on,
        department,
        count(distinct person_id) as person_count,
        sum(weight_share) filter (where orientation_code = 'customer') as customer_weight,
        sum(weight_share) filter (where orientation_code = 'technology') as technology_weight,
        sum(weight_share) filter (where coalesce(orientation_code, '') not in ('', 'customer', 'technology'))
            as internal_weight,
        sum(weight_share) filter (where orientation_code is null) as unknown_weight
    from weights
    group by period_start_on, rollup(department)
),

projects as (
    select
        {{ period_start("'year'", 'coalesce(ended_on, started_on)') }} as period_start_on,
        sum(validated_requirement_count) filter (where requirement_count is not null) as validated_requirement_count,
        sum(requirement_count) filter (where validated_requirement_count is not null) as requirement_count
    from {{ ref('stg_project__project') }}
    group by {{ period_start("'year'", 'coalesce(ended_on, started_on)') }}
),

final as (
    select
        years.period_id,
        years.period_start_on,
        case when summed.department is null then 'company' else 'department' end as subject_kind_code,
        summed.department,
        summed.person_count,
        cast(summed.customer_weight as double) as customer_weight,
        cast(summed.technology_weight as double) as technology_weight,
        cast(summed.internal_weight as double) as internal_weight,
        cast(summed.unknown_weight as double) as unknown_weight,
        {{ ratio(
            'coalesce(summed.customer_weight, 0)',
            'coalesce(summed.customer_weight, 0) + coalesce(summed.technology_weight, 0)'
            ' + coalesce(summed.internal_weight, 0)'
        ) }} as customer_weight_share,
        case
            when summed.department is null
                then {{ ratio('projects.validated_requirement_count', 'projects.requirement_count') }}
        end as validated_requirement_share,
        case
            when summed.person_count is null then 'not_measured'
            when customer_weight_share is null then 'no_orientation'
            else 'measured'
        end as measured_code
    from years
    left join summed
        on years.period_start_on = summed.period_start_on
    left join projects
        on years.period_start_on = projects.period_start_on
)

select * from final
