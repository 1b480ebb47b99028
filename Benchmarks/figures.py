"""Keeps what was measured, and writes it as a table for people."""
import datetime
import statistics
from dataclasses import dataclass, field


@dataclass
class Line:
    what: str
    system: str
    per_second: float | None = None
    cpu: float | None = None
    p50: float | None = None
    p95: float | None = None
    note: str = ""

    def cells(self):
        return [self.what, self.system, number(self.per_second), number(self.cpu), number(self.p50), number(self.p95), self.note]


@dataclass
class Figures:
    lines: list = field(default_factory=list)
    rounds: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)

    def sample(self, what, system, **values):
        """One round of a measurement that is repeated; `settle` makes a line of the medians."""
        self.rounds.setdefault((what, system), []).append(values)

    def settle(self):
        for (what, system), samples in self.rounds.items():
            def median(name):
                found = [sample[name] for sample in samples if sample.get(name) is not None]
                return statistics.median(found) if found else None

            refused = sum(sample.get("refused", 0) for sample in samples)
            note = "; ".join(filter(None, [samples[-1].get("note", ""), f"{refused} answers were no 2xx" if refused else ""]))
            self.add(Line(what, system, median("per_second"), median("cpu"), median("p50"), median("p95"), note))
        self.rounds = {}

    def add(self, line):
        self.lines.append(line)
        print("  ".join(cell.ljust(width) for cell, width in zip(line.cells(), (44, 26, 9, 9, 9, 9, 0))), flush=True)

    def find(self, what, system):
        return next((line for line in self.lines if (line.what, line.system) == (what, system)), None)

    def markdown(self, title, machine, comment):
        head = ["what", "system", "per second", "CPU ms each", "p50 ms", "p95 ms", "note"]
        rows = ["| " + " | ".join(head) + " |", "| --- | --- | ---: | ---: | ---: | ---: | --- |"]
        rows += ["| " + " | ".join(cell.replace("|", "\\|") for cell in line.cells()) + " |" for line in self.lines]
        facts = [f"- {name}: {value}" for name, value in machine.items()]
        return "\n".join([f"# {title}", "", *facts, "", *rows, "", *[f"- {note}" for note in self.notes], "", comment.strip(), ""])


def number(value):
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def today():
    return datetime.date.today().isoformat()
