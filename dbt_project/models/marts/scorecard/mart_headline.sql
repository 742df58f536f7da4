-- grain: one row per year in which the company has any data
with

years as (
    select * from {{ ref('int_year_headline') }}
),

-- what speaks against the system comes first, then everything that is missing; only what is left demonstrates it
reasoned as (
    select
        *,
        case
            when gate_code in ('figure_without_answers', 'unit_error') then gate_reason
            when adjusted_upper_share < floor_value then 'adjusted_below_floor'
        end as reason_against,
        case
            when reported_share is null then 'not_measured'
            when reported_origin = 'published_figure' then 'only_a_published_figure'
            when adjusted_lower_share is null then 'no_independent_answers'
            when external_failure_cost_amount is null then 'no_loss_feed'
            when external_failure_cost_share is null then 'no_revenue'
            when floor_value is null then 'no_target'
            when external_failure_cost_share > external_failure_cost_limit then 'loss_above_limit'
            when warn_unit_count > 0 then 'outcome_evidence'
            when adjusted_lower_share < floor_value then 'adjusted_below_floor'
        end as reason_of_doubt
    from years
),

final as (
    select
        company_id,
        period_id,
        period_start_on,
        reported_share,
        reported_origin,
        reported_count,
        adjusted_share,
        adjusted_lower_share,
        adjusted_upper_share,
        external_failure_cost_amount,
        revenue_amount,
        external_failure_cost_share,
        external_failure_cost_limit,
        currency_code,
        unit_count,
        suspicious_unit_count,
        warn_unit_count,
        cannot_tell_unit_count,
        case when status_code in ('not_scorable', 'not_measured') then status_code else 'scorable' end
            as satisfaction_status_code,
        case
            when reason_against is not null then 'not_demonstrated'
            when reason_of_doubt is not null then 'cannot_tell'
            else 'demonstrated'
        end as implementation_code,
        coalesce(reason_against, reason_of_doubt, 'nothing_found') as implementation_reason
    from reasoned
)

select * from final
