-- grain: one row per report of a loss, counted or superseded by another report of the same loss
with

-- credit note, warranty claim, others; a document before its booking, an estimate after, what has no amount last
reports as (
    select
        *,
        case when loss_amount is null then 100 else 0 end
        + case when is_estimated then 10 else 0 end
        + case
            when loss_type in ('credit', 'penalty') then 2
            when loss_type = 'warranty' then 4
            else 6
        end
        - case when is_document then 1 else 0 end as precedence
    from {{ ref('int_loss_reported') }}
),

names as (
    select * from {{ ref('int_loss_reference') }}
),

pairs as (
    select
        earlier_names.loss_id as earlier_id,
        later_names.loss_id as later_id,
        bool_or(not earlier_names.is_number and not later_names.is_number and earlier_names.reference_table <> 'day')
            as is_by_source,
        bool_or(earlier_names.reference_table = 'day') as is_by_day
    from names as earlier_names
    inner join names as later_names
        on
            earlier_names.reference_id = later_names.reference_id
            and earlier_names.loss_id <> later_names.loss_id
    where
        earlier_names.reference_table = later_names.reference_table
        or (earlier_names.reference_table is null and later_names.reference_table is distinct from 'day')
        or (later_names.reference_table is null and earlier_names.reference_table is distinct from 'day')
    group by earlier_names.loss_id, later_names.loss_id
),

-- of one account and within one per cent it is one loss; other amounts of one source are further losses
superseded as (
    select
        later.loss_id,
        min(earlier.loss_id) as superseded_by_loss_id
    from pairs
    inner join reports as earlier
        on pairs.earlier_id = earlier.loss_id
    inner join reports as later
        on pairs.later_id = later.loss_id
    where
        (earlier.precedence, earlier.loss_id) < (later.precedence, later.loss_id)
        and {{ is_same_loss('earlier', 'later', 'pairs') }}
    group by later.loss_id
),

final as (
    select
        reports.*,
        superseded.superseded_by_loss_id,
        superseded.superseded_by_loss_id is null as is_counted
    from reports
    left join superseded
        on reports.loss_id = superseded.loss_id
)

select * from final
