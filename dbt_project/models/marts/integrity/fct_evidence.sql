-- grain: one row per unit, detector and answer or customer that carries what was found; stays in the work file
with

evidence as (
    select * from {{ ref('stg_integrity__evidence') }}
),

answers as (
    select * from {{ ref('fct_response') }}
),

accounts as (
    select * from {{ ref('stg_crm__account') }}
),

batches as (
    select * from {{ source('raw', 'batch') }}
),

-- an answer leads to its own row, a customer to its row in the CRM
traced as (
    select
        evidence.*,
        answers.collector_id,
        case when evidence.row_kind = 'answer' then answers.batch_no else accounts._batch_no end as batch_no,
        case when evidence.row_kind = 'answer' then answers.row_no else accounts._row_no end as row_no
    from evidence
    left join answers
        on evidence.answer_id = answers.response_id
    left join accounts
        on evidence.account_id = accounts.account_id
),

final as (
    select
        traced.unit_id,
        traced.detector_id,
        traced.evidence_no,
        traced.row_kind,
        traced.answer_id,
        traced.account_id,
        traced.collector_id,
        traced.seen_code,
        traced.seen_value,
        traced.evidence_weight,
        batches.feed,
        batches.table_name,
        batches.file,
        traced.batch_no,
        traced.row_no
    from traced
    left join batches
        on traced.batch_no = batches.batch_no
)

select * from final
