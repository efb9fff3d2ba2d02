"""Which layout a sheet is of, and where its header row stands. Called once per sheet with its first rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from etl.sources.columns import header_key
from etl.sources.layout import Layout
from etl.sources.model import RefusedError, UnknownHeader

HEAD_ROWS = 30
"""The header row is looked for among this many first rows."""

_UNKNOWN_COSTS = 0.01
_LIKE_A_HEADER = 2

ROW_NUMBERS = ("stt", "tt", "so", "no", "sothutu")
"""Headers that number the rows: no column is lost when they are not used."""


@dataclass(frozen=True)
class Headers:
    """A row that may be the header row (or two read as one); `row` counts from 0 and is the last of them. `own`: its cells
    without what stands over several of them; `above`: the lines over it."""

    row: int
    cells: tuple[str, ...]
    own: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> dict[str, tuple[str, str]]:
        """What each cell, and each label of a line above, is compared by: made once, not for every layout."""
        labels = {line.partition(":")[0] for line in self.above}
        return {text: (header_key(text), header_key(text.partition("(")[0])) for text in {*self.cells, *self.own, *labels}}

    def column(self, text: str, layout: Layout) -> str | None:
        """Return the column that a layout knows by this cell or label."""
        whole, bare = self.keys[text]
        return layout.known.get(whole) or layout.known.get(bare)


@dataclass(frozen=True)
class Match:
    """A layout laid over a header row; `mapping` takes canonical columns to places in the row, `said` those that a line above
    it gives for all rows to what it says."""

    layout: Layout
    headers: Headers
    mapping: dict[str, int]
    said: dict[str, str]

    @property
    def score(self) -> float:
        """Known headers, less a little for every unknown one."""
        named = sum(1 for cell in self.headers.cells if cell)
        return len(self.mapping) + len(self.said) - _UNKNOWN_COSTS * (named - len(self.mapping))

    @property
    def titles(self) -> tuple[str, ...]:
        """The headers, without what stands over several of them where the lower one alone is known: so they are known again."""
        alone = {at for at in self.mapping.values() if not self.headers.column(self.headers.cells[at], self.layout)}
        return tuple(self.headers.own[at] if at in alone else cell for at, cell in enumerate(self.headers.cells))

    @property
    def missing(self) -> list[str]:
        """What the layout demands and the row lacks, each as the form's own header(s)."""
        lacking = [(name,) for name in sorted(self.layout.required) if name not in self.mapping]
        groups = [group for group in self.layout.required_any if not (self.mapping.keys() | self.said.keys()) & set(group)]
        return [" / ".join(self.layout.columns[name].aliases[0] for name in group) for group in (*lacking, *groups)]

    @property
    def unknown(self) -> tuple[UnknownHeader, ...]:
        """The named headers that the layout does not know, or knows by an earlier column already."""
        taken = set(self.mapping.values())
        cells = enumerate(self.headers.cells)
        return tuple(
            UnknownHeader(cell, _nearest(cell, self.layout))
            for i, cell in cells
            if cell and i not in taken and header_key(cell) not in ROW_NUMBERS
        )


def recognise(head: Sequence[Sequence[str]], layouts: Sequence[Layout]) -> Match:
    """Return the best match among the first rows; raise `RefusedError` when there is none, or two as good."""
    matches = [_match(headers, layout) for headers in _candidates(head) for layout in layouts]
    fitting = [match for match in matches if not match.missing]
    if not fitting:
        raise _no_fit(matches)
    best = max(fitting, key=lambda match: (match.score, -match.headers.row))
    rivals = [match for match in fitting if match.headers == best.headers and match.score == best.score]
    winners = [match for match in rivals if all(match is other or _stricter(match, other) for other in rivals)]
    if len(winners) != 1:
        raise _ambiguous(rivals)
    return winners[0]


def _candidates(head: Sequence[Sequence[str]]) -> Iterator[Headers]:
    """Yield every row, and every two as one: "Thời gian", a merged cell, may stand over "Vào" and "Ra"."""
    rows = [[" ".join(cell.split()) for cell in cells] for cells in head[:HEAD_ROWS]]
    for index, cells in enumerate(rows):
        above = tuple(" ".join(filter(None, row)) for row in rows[:index])
        if any(cells):
            yield Headers(index, _trimmed(cells), above=above)
        if index and any(cells) and cells != rows[index - 1] and sum(map(bool, rows[index - 1])) >= _LIKE_A_HEADER:
            yield Headers(index, _trimmed(_stacked(rows[index - 1], cells)), _trimmed(cells), above[:-1])


def _stacked(above: Sequence[str], below: Sequence[str]) -> list[str]:
    cells: list[str] = []
    heading = ""
    for index in range(max(len(above), len(below))):
        upper = above[index] if index < len(above) else ""
        lower = below[index] if index < len(below) else ""
        heading = upper or (heading if lower else "")
        cells.append(lower if heading == lower else f"{heading} {lower}".strip())
    return cells


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    width = max((i for i, cell in enumerate(cells, start=1) if cell), default=0)
    return tuple(cells[:width])


def _match(headers: Headers, layout: Layout) -> Match:
    mapping: dict[str, int] = {}
    for index, cell in enumerate(headers.cells):
        if column := headers.column(cell, layout):
            mapping.setdefault(column, index)
    alone = [cell for cell in headers.own if cell and headers.own.count(cell) == 1]
    for index, cell in enumerate(headers.own):
        column = headers.column(cell, layout) if cell in alone and index not in mapping.values() else None
        if column:
            mapping.setdefault(column, index)
    return Match(layout, headers, mapping, _said(headers, layout, mapping))


def _said(headers: Headers, layout: Layout, mapping: Mapping[str, int]) -> dict[str, str]:
    """Return what lines above the headers, as "Đơn vị: Sở Y tế", give for all rows of a column that the table lacks."""
    parts = [line.partition(":") for line in headers.above]
    found = {headers.column(label, layout): text.strip() for label, _, text in parts if text.strip()}
    return {column: found[column] for column in layout.above if column in found and column not in mapping}


def _stricter(match: Match, other: Match) -> bool:
    return match.layout.source == other.layout.source and match.layout.required > other.layout.required


def _nearest(header: str, layout: Layout) -> tuple[str, ...]:
    names = {header_key(alias): alias for column in layout.columns.values() for alias in column.aliases}
    return tuple(names[key] for key in get_close_matches(header_key(header), names, n=2, cutoff=0.7))


def _no_fit(matches: Sequence[Match]) -> RefusedError:
    best = max(matches, key=lambda match: (match.score, -len(match.missing), len(match.layout.columns)), default=None)
    if best is None or len(best.mapping) < _LIKE_A_HEADER:
        # The row may be a person's data: it is not repeated.
        return RefusedError("header_not_found", rows=str(HEAD_ROWS))
    near = [f"{found.header} → {' / '.join(found.nearest)}" for found in best.unknown if found.nearest]
    return RefusedError(
        "layout_unknown",
        row=str(best.headers.row + 1),
        headers=", ".join(cell for cell in best.headers.cells if cell),
        layout_vi=best.layout.title_vi,
        layout_en=best.layout.title_en,
        missing=", ".join(best.missing),
        near="; ".join(near) or "–",
    )


def _ambiguous(rivals: Sequence[Match]) -> RefusedError:
    return RefusedError(
        "layout_ambiguous",
        row=str(rivals[0].headers.row + 1),
        layouts_vi="; ".join(match.layout.title_vi for match in rivals),
        layouts_en="; ".join(match.layout.title_en for match in rivals),
        names=", ".join(match.layout.name for match in rivals),
    )
