-- grain: one row per table of the canonical model, whether it arrived or not
with

tables (feed, table_name, is_optional, fresh_within_days) as (
    values
    {%- for name, said in contracts().items() %}
    (
        '{{ said.feed }}',
        '{{ said.table }}',
        {{ said.is_optional }},
        {{ said.fresh_within_days | default('null') }}
    ){{ ',' if not loop.last }}
    {%- endfor %}
),

batches as (
    select
        meta_batch.feed,
        meta_batch.table_name,
        count(*) as batch_count,
        sum(meta_batch.loaded_count) as loaded_row_count,
        sum(meta_batch.quarantined_count) as quarantined_row_count,
        max(received.as_of_on) as last_as_of_on
    from {{ ref('meta_batch') }} as meta_batch
    inner join {{ source('raw', 'batch') }} as received
        on meta_batch.batch_no = received.batch_no
    where meta_batch.is_standing
    group by meta_batch.feed, meta_batch.table_name
),

-- the items of a wide questionnaire are answers that no file of their own brings
wide_answers as (
    select exists(select 1 from {{ ref('stg_survey__answer') }}) as has_rows
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        tables.feed,
        tables.table_name,
        tables.is_optional,
        batches.batch_count is not null
        or (tables.feed = 'survey' and tables.table_name = 'answer' and wide_answers.has_rows) as is_present,
        cast(coalesce(batches.batch_count, 0) as bigint) as batch_count,
        cast(coalesce(batches.loaded_row_count, 0) as bigint) as loaded_row_count,
        cast(coalesce(batches.quarantined_row_count, 0) as bigint) as quarantined_row_count,
        batches.last_as_of_on,
        cast(tables.fresh_within_days as integer) as fresh_within_days,
        batches.last_as_of_on >= company.as_of_on - tables.fresh_within_days as is_fresh
    from tables
    cross join company
    cross join wide_answers
    left join batches
        on tables.feed = batches.feed and tables.table_name = batches.table_name
)

select * from final
