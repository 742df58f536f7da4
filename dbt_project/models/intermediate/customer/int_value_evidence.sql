-- grain: one row per piece of evidence that a customer has, or has not, got what a value proposition promises
with

company as (
    select * from {{ source('config', 'company') }}
),

needs as (
    select
        'pain' as value_measure_code,
        needs.account_id,
        {{ local_date('needs.committed_at', 'company.time_zone') }} as event_on,
        cast(needs.customer_confirmed_at is not null as integer) as numerator,
        1 as denominator
    from {{ ref('stg_crm__need') }} as needs
    cross join company
    where needs.need_type = 'pain' and needs.committed_at is not null
),

-- won against somebody, or for what the customer makes next
opportunities as (
    select
        kinds.value_measure_code,
        decided.account_id,
        decided.close_on as event_on,
        cast(decided.is_won as integer) as numerator,
        1 as denominator
    from {{ ref('stg_crm__opportunity') }} as decided
    cross join (values ('advantage'), ('future')) as kinds (value_measure_code)
    where
        decided.is_closed and decided.is_won is not null
        and case kinds.value_measure_code
            when 'advantage' then decided.competitor is not null
            else decided.is_next_generation
        end
),

-- of one currency with the company alone: a sum of two is none
claims as (
    select
        'total_cost' as value_measure_code,
        account_id,
        period_from_on as event_on,
        case when customer_signoff_at is null then 0 else benefit_amount end as numerator,
        benefit_amount as denominator
    from {{ ref('stg_project__benefit_claim') }} as claimed
    cross join company
    where benefit_type = 'cost' and coalesce(claimed.currency_code = company.currency_code, true)
),

-- agreed for two years or more, of all that is agreed
agreements as (
    select
        'long_term' as value_measure_code,
        account_id,
        cast(years.period_start_on as date) as event_on,
        case when ended_on >= started_on + interval '24 months' - interval '1 day' then yearly_amount else 0 end
            as numerator,
        yearly_amount as denominator
    from {{ ref('stg_finance__contract_revenue') }} as contracts
    inner join {{ ref('int_company_period') }} as years
        on
            years.period_kind = 'year'
            and contracts.started_on <= years.period_end_on and contracts.ended_on >= years.period_start_on
),

final as (
    select
        * replace (cast(numerator as double) as numerator, cast(denominator as double) as denominator),
        {{ period_start("'year'", 'event_on') }} as year_start_on
    from (
        select * from needs
        union all
        select * from opportunities
        union all
        select * from claims
        union all
        select * from agreements
    ) as evidence
    where event_on is not null
)

select * from final
