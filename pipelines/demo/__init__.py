"""A made-up company with known truths.

Belongs here: who behaves how (archetypes), what the company is and what happens to it (company, trade, answers),
the files that its systems would hand over (write_feeds, shelf), and what is true (truth).
Elsewhere: every opinion about those files. Nothing in the pipeline reads the truths.
"""

from pipelines.demo.truth import DemoTruth, OwnerTruth
from pipelines.demo.write_feeds import write_demo

__all__ = ["DemoTruth", "OwnerTruth", "write_demo"]
