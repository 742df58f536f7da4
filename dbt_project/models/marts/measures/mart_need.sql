-- grain: one row per year of the company
with

company as (
    select * from {{ source('config', 'company') }}
),

years as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

needs as (
    select
        needs.*,
        {{ period_start("'year'", local_date('needs.captured_at', 'company.time_zone')) }} as year_start_on,
        coalesce(people.level = 'executive', false) as is_by_executive,
        (epoch(improvements.delivered_at) - epoch(needs.captured_at)) / 86400 as cycle_days,
        coalesce(needs.customer_confirmed_at, improvements.customer_confirmed_at) is not null as is_confirmed,
        improvements.delivered_at is not null as is_delivered
    from {{ ref('stg_crm__need') }} as needs
    cross join company
    left join {{ ref('dim_person') }} as people
        on needs.captured_by_person_id = people.person_id
    left join {{ ref('stg_project__improvement') }} as improvements
        on needs.improvement_id = improvements.improvement_id
),

-- delivered before it was heard of is a mistake of the record
counted as (
    select
        year_start_on,
        count(*) as captured_count,
        count(*) filter (where is_by_executive) as executive_captured_count,
        count(improvement_id) as linked_count,
        count(*) filter (where is_delivered) as delivered_count,
        count(*) filter (where is_confirmed) as customer_confirmed_count,
        cast(quantile_cont(case when cycle_days >= 0 then cycle_days end, 0.5) as double) as cycle_days_p50,
        cast(quantile_cont(case when cycle_days >= 0 then cycle_days end, 0.9) as double) as cycle_days_p90
    from needs
    group by year_start_on
),

final as (
    select
        years.period_id,
        years.period_start_on,
        coalesce(counted.captured_count, 0) as captured_count,
        counted.executive_captured_count,
        {{ ratio('counted.executive_captured_count', 'counted.captured_count') }} as executive_captured_share,
        counted.linked_count,
        counted.delivered_count,
        counted.customer_confirmed_count,
        counted.cycle_days_p50,
        counted.cycle_days_p90,
        case
            when counted.captured_count > 0 then 'measured'
            when exists (select 1 from needs) then 'no_events'
            else 'not_measured'
        end as measured_code
    from years
    left join counted
        on years.period_start_on = counted.year_start_on
)

select * from final
