-- grain: one row per claimed benefit for a customer
with

claims as (
    select * from {{ ref('stg_project__benefit_claim') }}
),

-- the same gain, claimed twice: one account and kind, overlapping periods, amounts within one per cent
doubles as (
    select
        later.claim_id,
        min(earlier.claim_id) as duplicate_of_claim_id
    from claims as later
    inner join claims as earlier
        on
            later.account_id = earlier.account_id
            and later.benefit_type = earlier.benefit_type
            and later.currency_code is not distinct from earlier.currency_code
            and earlier.claim_id < later.claim_id
    where
        abs(later.benefit_amount - earlier.benefit_amount)
        <= 0.01 * greatest(later.benefit_amount, earlier.benefit_amount)
        and earlier.period_from_on <= later.period_to_on
        and later.period_from_on <= earlier.period_to_on
    group by later.claim_id
),

final as (
    select
        claims.claim_id,
        claims.account_id,
        {{ period_id("'year'", 'claims.period_from_on') }} as period_id,
        cast(claims.benefit_amount as double) as amount,
        claims.currency_code,
        claims.customer_signoff_at is not null as is_signed,
        claims.baseline_method is not null as has_baseline,
        claims.evidence_ref is not null as has_evidence,
        doubles.duplicate_of_claim_id
    from claims
    left join doubles
        on claims.claim_id = doubles.claim_id
)

select * from final
