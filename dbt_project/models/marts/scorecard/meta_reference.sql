-- grain: one row per column that names rows of another table
with
{{ known_values() }}

counted as (
    {{ reference_counts() }}
),

present as (
    {{ known_references() }}
),

-- rows of a table that never came would all be unmatched: that is not measured, and says nothing of the rows
final as (
    select
        counted.feed,
        counted.table_name,
        counted.column_name,
        counted.referenced,
        nullif(counted.named_count, 0) as named_count,
        case when present.referenced is not null and counted.named_count > 0 then counted.unmatched_count end
            as unmatched_count,
        case when present.referenced is not null then {{ ratio('counted.unmatched_count', 'counted.named_count') }} end
            as unmatched_share,
        counted.allowed_unmatched_share
    from counted
    left join present
        on counted.referenced = present.referenced
)

select * from final
