"""ASSESS: numbers in, findings, conclusions and intervals out.

Belongs here: what can be said of a satisfaction figure, how surely, and why.
Elsewhere: counting (dbt's agg_ models), scoring (dbt's marts), reading and writing (warehouse.exchange).

    aggregates  typed tables that mirror the agg_ contracts
    answers     which of a unit's answers are judged
    reference   how satisfied honest units are, learned without the suspect
    detectors   one question a file; findings holds their shared answer sheet
    verdict     many findings -> one conclusion
    adjusted    evidence-adjusted satisfaction; intervals: of KPIs and cells
    assess      all of it, in order
    stats       mathematics only
"""
