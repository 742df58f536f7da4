-- grain: one row per month, quarter or year of the company, for all executives together and for each of them
with

periods as (
    select
        *,
        -- weekdays that are left of the period: what an executive can still make good
        period_end_on > company.as_of_on as is_open,
        cast(greatest(date_diff('day', company.as_of_on, period_end_on), 0) as double)
        / (date_diff('day', period_start_on, period_end_on) + 1) as rest_share
    from {{ ref('int_company_period') }}
    cross join (select as_of_on from {{ source('config', 'company') }}) as company
),

executive_periods as (
    select * from {{ ref('int_executive_period') }}
),

summed as (
    select
        period_kind,
        period_start_on,
        person_id,
        case when grouping(person_id) = 1 then 'company' else 'executive' end as subject_kind_code,
        count(*) as executive_count,
        count(*) filter (where has_records) as recorded_executive_count,
        sum(working_minutes) as working_minutes,
        case when bool_or(has_records) then sum(customer_minutes) end as customer_minutes,
        {{ sums(['proof_a_minutes', 'proof_b_minutes', 'proof_c_minutes', 'proof_d_minutes']) }},
        cast(sum(hospitality_day_count) as bigint) as hospitality_day_count
    from executive_periods
    group by period_kind, period_start_on, rollup(person_id)
),

-- the company has a row in every period, with or without a calendar
shared as (
    select
        periods.period_kind,
        periods.period_id,
        periods.period_start_on,
        periods.is_open,
        periods.rest_share,
        coalesce(summed.subject_kind_code, 'company') as subject_kind_code,
        summed.* exclude (period_kind, period_start_on, subject_kind_code),
        {{ ratio('summed.customer_minutes', 'summed.working_minutes') }} as customer_share
    from periods
    left join summed
        on periods.period_kind = summed.period_kind and periods.period_start_on = summed.period_start_on
),

final as (
    select
        period_kind,
        period_id,
        period_start_on,
        subject_kind_code,
        person_id,
        coalesce(executive_count, 0) as executive_count,
        coalesce(recorded_executive_count, 0) as recorded_executive_count,
        working_minutes,
        customer_minutes,
        customer_share,
        proof_a_minutes,
        proof_b_minutes,
        proof_c_minutes,
        proof_d_minutes,
        hospitality_day_count,
        {{ executive_line('customer_share') }} as line_code,
        {{ pace_share('customer_share', 'rest_share') }} as needed_share_of_rest,
        case when customer_share is null then 'not_measured' else 'measured' end as measured_code
    from shared
)

select * from final
