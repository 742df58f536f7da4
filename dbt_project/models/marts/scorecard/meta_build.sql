-- grain: one row, what this build was made of
with

batches as (
    select * from {{ ref('meta_batch') }}
    where is_standing
),

company as (
    select * from {{ source('config', 'company') }}
),

counted as (
    select
        max(max_on) as data_through_on,
        cast(coalesce(sum(loaded_count), 0) as bigint) as loaded_row_count,
        cast(coalesce(sum(quarantined_count), 0) as bigint) as quarantined_row_count,
        cast(coalesce(sum(ignored_count), 0) as bigint) as ignored_row_count
    from batches
),

final as (
    select
        company.build_id,
        company.company,
        company.is_invented,
        company.language_code,
        counted.data_through_on,
        company.as_of_on,
        '{{ var("schema_version") }}' as schema_version,
        company.code_version,
        company.config_hash,
        company.input_hash,
        company.smallest_cell,
        counted.loaded_row_count,
        counted.quarantined_row_count,
        counted.ignored_row_count
    from company
    cross join counted
)

select * from final
