"""Writes docs/data-dictionary.md from warehouse/schema/lake.toml: `python tools/dictionary.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from warehouse.lake import tables
from warehouse.place import REPOSITORY

HEAD = """# Data dictionary

The lake's tables, made from `warehouse/schema/lake.toml` by `python tools/dictionary.py`; the same words are the comments
of the tables themselves. Times are wall clock of Viet Nam. Nothing here names a person: names, phones, id numbers and
addresses are in the encrypted stores of citizens and of officials (`warehouse/schema/people.sql`, `office.sql`); the first
is joined by `person_id` only where a person is meant to be called.
"""


def main() -> None:
    """Write the dictionary."""
    parts = [HEAD]
    for name, table in tables().items():
        layout = [f"partitioned by {table['partition']}"] if "partition" in table else []
        layout += ["append-only, also through a rollback"] if table.get("append_only") else []
        layout += [f"in the order of {', '.join(table['order'])}"] if "order" in table else []
        parts.append(f"\n## {name}\n\n{table['grain'].capitalize()}{'; ' if layout else ''}{', '.join(layout)}.\n")
        parts.append("\n| column | type | meaning |\n|---|---|---|\n")
        parts += [f"| `{column}` | {kind} | {meaning} |\n" for column, (kind, meaning) in table["columns"].items()]
    (REPOSITORY / "docs" / "data-dictionary.md").write_text("".join(parts), "utf-8")


if __name__ == "__main__":
    main()
