"""DESCRIBE: the data dictionary and the promise to BI, both read off dbt's manifest.

Belongs here: what is published, told in two languages; the record of published columns.
Elsewhere: what a table or a column means (dbt_project: _*__models.yml, columns.md; in Chinese dictionary.zh-CN.yml);
what arrives from outside (feeds.contract, `touchstone contracts`).

    python -m pipelines.dictionary      part of `make generate`
    tables     manifest -> published tables and metrics
    kinds      what a column's name tells: its unit, and whether a person stands behind it
    document   tables -> docs/dictionary.md and docs/dictionary.zh-CN.md
    promise    tables -> dbt_project/published_columns.csv, or why readers would break
"""
