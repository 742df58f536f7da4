-- grain: one row per loss that arrived, counted or superseded by another report of the same loss
with

losses as (
    select * from {{ ref('stg_quality__loss_event') }}
),

-- a loss that was booked from another loss, or from the same source row, has the same reference
referenced as (
    select
        *,
        case
            when source_table is null or source_id is null then 'loss_event:' || loss_id
            else source_table || ':' || source_id
        end as loss_reference,
        case
            when loss_type in ('credit', 'penalty') then 1
            when loss_type = 'warranty' then 2
            else 3
        end + case when is_estimated then 3 else 0 end as precedence
    from losses
),

repeated_references as (
    select loss_reference
    from referenced
    group by loss_reference
    having count(*) > 1
),

-- within one per cent and of the same account it is one loss; other amounts of one source are further losses
superseded as (
    select
        later.loss_id,
        min(earlier.loss_id) as superseded_by_loss_id
    from referenced as later
    inner join repeated_references
        on later.loss_reference = repeated_references.loss_reference
    inner join referenced as earlier
        on
            later.loss_reference = earlier.loss_reference
            and later.account_id is not distinct from earlier.account_id
            and later.currency_code is not distinct from earlier.currency_code
            and (earlier.precedence, earlier.loss_id) < (later.precedence, later.loss_id)
    where
        later.loss_amount is null
        or abs(later.loss_amount - earlier.loss_amount) <= 0.01 * abs(earlier.loss_amount)
    group by later.loss_id
),

final as (
    select
        referenced.*,
        superseded.superseded_by_loss_id,
        superseded.superseded_by_loss_id is null as is_counted
    from referenced
    left join superseded
        on referenced.loss_id = superseded.loss_id
)

select * from final
