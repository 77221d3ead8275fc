"""What was checked: named, counted, timed."""

import subprocess
import sys
import time
import traceback
from dataclasses import dataclass

from control_plane import Refused
from processes import NotInTime


class Failed(Exception):
    """Something is not as it has to be."""


@dataclass(frozen=True)
class Row:
    where: str
    what: str
    passed: bool
    seconds: float
    detail: str


class Report:
    """Goes on after a check that has failed, so that one run tells all."""

    def __init__(self):
        self.rows = []

    def check(self, where, what, action):
        """Runs an action, which tells what it has seen, or raises. Whether it has passed."""
        began = time.monotonic()
        try:
            detail, passed = action() or "", True
        except (Failed, NotInTime, Refused, subprocess.SubprocessError, OSError) as failure:
            detail, passed = str(failure) or type(failure).__name__, False
        except Exception as mistake:  # what nobody has thought of is a failed check, not the end of the run
            traceback.print_exc(file=sys.stderr)
            detail, passed = f"{type(mistake).__name__}: {mistake}", False
        row = Row(where, what, passed, time.monotonic() - began, detail)
        self.rows.append(row)
        print("ok  " if passed else "FAIL", f"{where}: {what} ({row.seconds:.1f} s){': ' if detail else ''}{detail}",
              flush=True)
        return passed

    @property
    def failed(self):
        return sum(not row.passed for row in self.rows)

    def summary(self):
        return f"{len(self.rows) - self.failed} passed, {self.failed} failed"

    def table(self):
        """A Markdown table of all."""
        lines = ["| where | what | s | seen |", "|---|---|---|---|"]
        for row in self.rows:
            detail = row.detail.replace("|", "\\|").replace("\n", " ")
            outcome = detail if row.passed else f"**failed**: {detail[:200]}"
            lines.append(f"| {row.where} | {row.what} | {row.seconds:.1f} | {outcome} |")
        return "\n".join(lines)


def expect(condition, otherwise):
    if not condition:
        raise Failed(otherwise)
