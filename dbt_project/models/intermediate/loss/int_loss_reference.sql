-- grain: one row per report of a loss and name by which other reports may speak of the same loss
with

reports as (
    select * from {{ ref('int_loss_reported') }}
),

-- a name without its table (a reference number) may be a name of any table
named as (
    select
        loss_id,
        source_id as reference_id,
        source_table as reference_table,
        false as is_number
    from reports
    where source_table is not null
    union
    select
        loss_id,
        loss_id as reference_id,
        'loss_event' as reference_table,
        false as is_number
    from reports
    where not is_document
    union
    select
        loss_id,
        credit_note_id as reference_id,
        'credit_note' as reference_table,
        false as is_number
    from reports
    union
    select
        loss_id,
        reference_no as reference_id,
        null as reference_table,
        true as is_number
    from reports
    union
    -- a booking that names nothing is known by its kind and day alone
    select
        loss_id,
        loss_type || ' of ' || event_on as reference_id,
        'day' as reference_table,
        false as is_number
    from reports
    where is_document or coalesce(source_id, reference_no) is null
),

final as (
    select
        loss_id,
        reference_id,
        reference_table,
        is_number
    from named
    where reference_id is not null
    -- what is named once matches nothing: most rows end here
    qualify count(*) over (partition by reference_id) > 1
)

select * from final
