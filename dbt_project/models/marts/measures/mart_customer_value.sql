-- grain: one row per year of the company and measure, for all accounts together and for each one with evidence
with

years as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

-- the propositions that the essay names, and the four ways in which a customer grows
measures (value_measure_code, measure_kind_code) as (
    values
    ('pain', 'proposition'), ('advantage', 'proposition'), ('future', 'proposition'),
    ('total_cost', 'proposition'), ('long_term', 'proposition'),
    ('revenue', 'growth'), ('profit', 'growth'), ('users', 'growth'), ('share', 'growth')
),

proven as (
    select
        year_start_on,
        value_measure_code,
        account_id,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        {{ ratio('sum(numerator)', 'sum(denominator)') }} as measured_value,
        cast(null as double) as industry_value,
        count(*) as n,
        cast(null as varchar) as source_grade_code
    from {{ ref('int_value_evidence') }}
    group by year_start_on, value_measure_code, rollup(account_id)
    having grouping(account_id) = 1 or account_id is not null
),

-- one customer, one vote: a giant's growth is not that of the customers
grown as (
    select
        year_start_on,
        metric as value_measure_code,
        account_id,
        sum(customer_growth) as numerator,
        cast(count(customer_growth) as double) as denominator,
        {{ float_mean('customer_growth') }} as measured_value,
        {{ float_mean('industry_growth') }} as industry_value,
        count(customer_growth) as n,
        max(source_grade) as source_grade_code
    from {{ ref('int_customer_growth') }}
    where customer_growth is not null
    group by year_start_on, metric, rollup(account_id)
),

evidence as (
    select * from proven
    union all
    select * from grown
),

final as (
    select
        years.period_id,
        years.period_start_on,
        measures.value_measure_code,
        measures.measure_kind_code,
        case when evidence.account_id is null then 'company' else 'account' end as subject_kind_code,
        evidence.account_id,
        evidence.numerator,
        evidence.denominator,
        evidence.measured_value,
        evidence.industry_value,
        coalesce(evidence.n, 0) as n,
        evidence.source_grade_code,
        {{ carrier_count() }} as carrier_count,
        case when evidence.measured_value is null then 'not_measured' else 'measured' end as measured_code
    from years
    cross join measures
    left join evidence
        on years.period_start_on = evidence.year_start_on and measures.value_measure_code = evidence.value_measure_code
    left join {{ ref('int_proposition_carried') }} as carried
        on measures.value_measure_code = carried.value_measure_code
)

select * from final
