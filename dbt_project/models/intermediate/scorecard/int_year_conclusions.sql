-- grain: one row per year with units that were judged
with

verdicts as (
    select * from {{ ref('fct_verdict') }}
),

final as (
    select
        {{ period_start("'year'", 'period_start_on') }} as year_start_on,
        count(*) as unit_count,
        count(*) filter (where conclusion_code in ('error', 'warn', 'review')) as suspicious_unit_count,
        count(*) filter (where conclusion_code in ('error', 'warn')) as warn_unit_count,
        count(*) filter (where conclusion_code in ('cannot_tell', 'no_reference')) as cannot_tell_unit_count
    from verdicts
    group by {{ period_start("'year'", 'period_start_on') }}
)

select * from final
