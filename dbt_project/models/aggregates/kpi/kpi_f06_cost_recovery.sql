-- grain: one row per organisation unit and period with external losses
with

-- a company that never says what it recovered has not recovered nothing
losses as (
    select
        event_on,
        coalesce(branch_id, org_unit_id) as branch_id,
        company_loss_amount,
        case
            when is_company_currency then recovered_amount
            else cast(recovered_amount * {{ ratio('company_loss_amount', 'loss_amount') }} as decimal(18, 4))
        end as recovered_amount
    from {{ ref('fct_loss') }}
    where is_external and (select count(recovered_amount) > 0 from {{ ref('fct_loss') }})
),

{{ kpi_cells(
    'F06',
    'losses',
    numerator='coalesce(sum(recovered_amount) filter (where company_loss_amount is not null), 0)',
    denominator='sum(company_loss_amount)',
    covered='count(company_loss_amount)',
) }}

select * from final
