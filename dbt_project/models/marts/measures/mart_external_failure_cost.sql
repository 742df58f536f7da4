-- grain: one row per month, account (or organisation unit) and product with losses; a month without any has one
with

months as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'month'
),

company as (
    select * from {{ source('config', 'company') }}
),

-- each loss once, at the rate of the day of its event; an amount without a rate is counted, not guessed
losses as (
    select
        losses.*,
        {{ period_start("'month'", 'losses.event_on') }} as period_start_on,
        case
            when losses.is_company_currency then losses.recovered_amount
            else cast(losses.recovered_amount * rates.exchange_rate as decimal(18, 4))
        end as company_recovered_amount
    from {{ ref('fct_loss') }} as losses
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day('rates', 'losses.currency_code', 'losses.event_on') }}
),

summed as (
    select
        period_start_on,
        account_id,
        case when account_id is null then coalesce(branch_id, org_unit_id) end as branch_id,
        product_id,
        {{ amounts_of_categories(['prevention', 'appraisal', 'internal', 'external']) }},
        sum(company_loss_amount) filter (where loss_category is null) as uncategorised_amount,
        sum(company_loss_amount) filter (where is_external and is_estimated) as estimated_external_amount,
        sum(company_recovered_amount) filter (where is_external) as recovered_external_amount,
        count(*) as recorded_loss_count,
        count(*) filter (where is_external) as external_loss_count,
        count(*) filter (where company_loss_amount is null) as unconverted_count
    from losses
    group by all
),

final as (
    select
        months.period_id,
        months.period_start_on,
        summed.account_id,
        summed.branch_id,
        summed.product_id,
        {{ decimals([
            'prevention_amount', 'appraisal_amount', 'internal_amount', 'external_amount', 'uncategorised_amount',
            'estimated_external_amount', 'recovered_external_amount',
        ]) }},
        company.currency_code,
        coalesce(summed.recorded_loss_count, 0) as recorded_loss_count,
        coalesce(summed.external_loss_count, 0) as external_loss_count,
        coalesce(summed.unconverted_count, 0) as unconverted_count,
        case
            when summed.recorded_loss_count > 0 then 'measured'
            when loss_feed.is_present then 'no_events'
            else 'not_measured'
        end as measured_code
    from months
    cross join company
    cross join {{ ref('int_loss_feed') }} as loss_feed
    left join summed
        on months.period_start_on = summed.period_start_on
)

select * from final
