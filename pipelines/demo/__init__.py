"""A made-up company with known truths: it lives four years, and its systems export what they noted.

Belongs here: who behaves how (archetypes), who exists (company, staff, names), what happens (quality, goods, dealings,
records), what customers say and what is done to it (asking, typed, mechanisms), the files as each system spells them
(salesforce, sap, office, papers, customers, reference, call_sheets, web_surveys, account_map; shelf and xlsx write
them), and what is true (truth).
Elsewhere: every opinion about those files. Nothing in the pipeline reads the truths.
"""

from pipelines.demo.truth import DemoTruth, UnitTruth
from pipelines.demo.write_feeds import write_demo

__all__ = ["DemoTruth", "UnitTruth", "write_demo"]
