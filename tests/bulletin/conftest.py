"""The tables of docs/bulletin.md, and its example as figures."""

from warehouse.place import REPOSITORY

DOC = (REPOSITORY / "docs" / "bulletin.md").read_text("utf-8")


def table(section):
    """Return the rows of a section's table, each by its titles."""
    text = DOC[DOC.index(f"## {section}.") :].split("\n## ")[0]
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [dict(zip(head, row, strict=True)) for row in rows]


def counts(row, *apart):
    return {name: int(text) for name, text in row.items() if name not in apart and text}
