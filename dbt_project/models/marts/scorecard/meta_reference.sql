-- grain: one row per column that names rows of another table
with

reference_columns (table_name, column_name, referenced, allowed_unmatched_share) as (
    {{ reference_columns() }}
),

named as (
    {{ named_values() }} -- noqa: PRS
),

known as (
    {{ known_values() }}
),

counted as (
    select
        reference_columns.table_name,
        reference_columns.column_name,
        sum(named.row_count) as named_count,
        coalesce(sum(named.row_count) filter (where known.known_value is null), 0) as unmatched_count
    from reference_columns
    inner join named
        on
            reference_columns.table_name = named.table_name
            and reference_columns.column_name = named.column_name
            and named.named_value is not null
    left join known
        on reference_columns.referenced = known.referenced and named.named_value = known.known_value
    group by reference_columns.table_name, reference_columns.column_name
),

final as (
    select
        split_part(reference_columns.table_name, '__', 1) as feed,
        split_part(reference_columns.table_name, '__', 2) as table_name,
        reference_columns.column_name,
        reference_columns.referenced,
        cast(counted.named_count as bigint) as named_count,
        -- rows of a table that never came would all be unmatched: that is not measured, and says nothing of the rows
        cast(case when present.referenced is not null then counted.unmatched_count end as bigint) as unmatched_count,
        case
            when present.referenced is not null then counted.unmatched_count / counted.named_count
        end as unmatched_share,
        cast(reference_columns.allowed_unmatched_share as double) as allowed_unmatched_share
    from reference_columns
    left join counted
        on
            reference_columns.table_name = counted.table_name
            and reference_columns.column_name = counted.column_name
    left join (select distinct referenced from known) as present
        on reference_columns.referenced = present.referenced
)

select * from final
