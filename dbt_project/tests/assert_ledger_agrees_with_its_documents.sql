-- Where the ledger books from documents of a kind, the months' sums of both agree within one per cent.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'int_loss_matched'}}}) }}

with

reports as (
    select
        *,
        {{ period_start("'month'", 'event_on') }} as month_start_on
    from {{ ref('int_loss_matched') }}
),

documents as (
    select
        source_table,
        month_start_on,
        sum(company_loss_amount) as document_amount
    from reports
    where is_document
    group by source_table, month_start_on
),

-- by the month of the document: posting later is no difference
bookings as (
    select
        documents.source_table,
        documents.month_start_on,
        sum(booked.company_loss_amount) as booked_amount
    from reports as booked
    inner join reports as documents
        on
            documents.is_document
            and booked.source_table = documents.source_table
            and booked.source_id = documents.source_id
    where not booked.is_document
    group by documents.source_table, documents.month_start_on
),

booked_tables as (
    select distinct source_table
    from bookings
)

select
    documents.source_table,
    documents.month_start_on,
    documents.document_amount,
    coalesce(bookings.booked_amount, 0) as booked_amount
from documents
inner join booked_tables
    on documents.source_table = booked_tables.source_table
left join bookings
    on
        documents.source_table = bookings.source_table
        and documents.month_start_on = bookings.month_start_on
where
    abs(documents.document_amount - coalesce(bookings.booked_amount, 0)) > 0.01 * abs(documents.document_amount)
