"""Which customer number of the ERP is which account of the CRM, as the company's master data team confirmed it.

Belongs here: `feeds/accounts.csv` of the demo workspace.
Elsewhere: how the file is read and extended (feeds.account_map).
"""

import csv
from pathlib import Path

from pipelines.demo.company import Company


def write(file: Path, company: Company) -> None:
    """One confirmed line per customer; names need none, they differ by hyphens, spaces and capitals alone."""
    accounts = company.accounts
    with open(file, "w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(("identifier", "account_id", "account_name", "score", "reason", "confirmed"))
        for number, account_id, name in zip(accounts.sap_no, accounts.account_id, accounts.name, strict=True):
            writer.writerow((number, account_id, name, "", "customer number in the master data (invented)", "yes"))
