"""The tables of docs/ that say what a rule does: rows that tests go through one by one."""

from collections.abc import Callable

from warehouse.place import REPOSITORY


def tables_of(name: str) -> Callable[[int], list[tuple[str, ...]]]:
    """Return table(section): the rows of the tables in a numbered section of docs/`name`.md, without their heads."""
    doc = (REPOSITORY / "docs" / f"{name}.md").read_text("utf-8")

    def table(section: int) -> list[tuple[str, ...]]:
        text = doc[doc.index(f"## {section}.") :].split("\n## ")[0]
        lines = [line for line in text.splitlines() if line.startswith("|")][2:]
        return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]

    return table
