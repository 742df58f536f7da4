-- grain: one row per file and table that arrived
with

batches as (
    select * from {{ source('raw', 'batch') }}
),

final as (
    select
        batch_no,
        feed,
        table_name,
        file,
        sha256,
        received_at,
        status,
        row_count,
        loaded_count,
        quarantined_count,
        ignored_count,
        min_on,
        max_on,
        -- a file that was held and later let go has two records: the last one counts
        status = 'loaded'
        and row_number() over (partition by sha256, feed, table_name order by batch_no desc) = 1 as is_standing
    from batches
)

select * from final
