"""Raw text into typed rows or rows with reasons, in SQL. Called by staging, once per file.

`etl/sql/macros` holds the rules for single values, `etl/sql/clean` one statement per source; only what depends on the
file's layout (its words and date forms) is put together here.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from etl.sources.columns import COLUMNS, WORDS
from rules.text import fold
from warehouse.engine import sql

MACROS = ("text", "code", "phone", "person", "time", "place")
EPOCHS = {1900: "1899-12-30", 1904: "1904-01-01"}
YES_NO = {
    "yes": ("Có", "có", "CÓ", "x", "X", "yes", "Yes", "true", "1"),
    "no": ("Không", "không", "KHÔNG", "no", "No", "false", "0"),
}
USUAL: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "direction": {"in": ("Vào", "vào", "VÀO", "in", "IN"), "out": ("Ra", "ra", "RA", "out", "OUT")},
    "gender": {"male": ("Nam", "nam", "male"), "female": ("Nữ", "nữ", "female"), "other": ("Khác", "other")},
    "risk_level": {
        "very_high": ("Nguy cơ rất cao", "Rất cao", "very high risk"),
        "high": ("Nguy cơ cao", "Cao", "high risk"),
        "risk": ("Nguy cơ", "risk"),
        "normal": ("Bình thường mới", "new normal"),
        "unknown": ("Chưa rõ", "Chưa đánh giá", "unknown"),
    },
}
"""What a word means where the layout does not say."""
PERSON = ("phone", "id_number", "name", "birth_year", "other", "person_qr")
REGISTRANT = {"phone": "registrant_phone", "name": "registrant_name"}
PLACE = ("province", "district", "commune")
SYMPTOMS = (
    "sot|ho|kho tho|dau hong|dau nguc|met moi|mat vi giac|mat khuu giac|so mui|nghet mui|tieu chay|dau dau|dau co|ret run"
)


def install_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Define the rules for single values, and how words are read where a layout is silent."""
    for name in MACROS:
        con.execute(sql(f"etl/sql/macros/{name}"))
    ill, denied = rf"\b({SYMPTOMS})\b", rf"\bkhong( co| bi)? ({SYMPTOMS})(( va| hay| hoac)? ({SYMPTOMS}))*\b"
    con.execute(
        "create or replace temp macro symptom_word(t) as case when t is null then null"
        f" when regexp_matches(regexp_replace(fold(t), '{denied}', ' ', 'g'), '{ill}') then 'yes'"
        r" when regexp_matches(fold(t), '\b(khong|binh thuong|khoe)\b') then 'no' end"
    )


def install_reference(con: duckdb.DuckDBPyConnection, reference: Path) -> None:
    """Read units and kinds of venues from the reference folder."""
    given = {"units": str(reference / "units.csv"), "kinds": str(reference / "venue_kinds.csv")}
    for statement in con.extract_statements(sql("etl/sql/clean/reference")):
        con.execute(statement, {name: given[name] for name in statement.named_parameters} or None)


def set_layout(
    con: duckdb.DuckDBPyConnection, words: Mapping[str, Mapping[str, tuple[str, ...]]], dates: Sequence[str], epoch: int
) -> None:
    """Say how the next file writes words and dates; `epoch` is the year from which Excel counts days."""
    for column in WORDS:
        con.execute(f"create or replace temp macro word_{column}(t) as {_word_case(words_of(words, column))}")
    forms = "[" + ", ".join(_text(form) for form in dates) + "]"
    parsed = f"try_strptime(t, {forms})" if dates else "null::timestamp"
    con.execute(f"create or replace temp macro moment_text(t) as {parsed}")
    con.execute(f"set variable epoch = timestamp '{EPOCHS[epoch]}'")


def words_of(words: Mapping[str, Mapping[str, tuple[str, ...]]], column: str) -> Mapping[str, tuple[str, ...]]:
    """Return meaning → how it is written, of a column with words, under a layout's `words`."""
    return words.get(column) or USUAL.get(column, YES_NO)


def _word_case(meanings: Mapping[str, tuple[str, ...]]) -> str:
    """Words as written are tried first: folding every cell would cost more than all the rest."""
    written = [f"when {_text(word)} then '{meaning}'" for meaning, said in meanings.items() for word in said]
    folded = {fold(word): meaning for meaning, said in meanings.items() for word in said}
    keys, values = _texts(folded), _texts(folded.values())
    return f"coalesce(case t {' '.join(written)} end, case when t is not null then map([{keys}], [{values}])[fold(t)] end)"


def _texts(words: Iterable[str]) -> str:
    return ", ".join(map(_text, words))


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def clean(con: duckdb.DuckDBPyConnection, source: str, target: str, width: int) -> None:
    """Create `target` from the view `raw`: one row per raw row, in its order, with `reasons` where it cannot be loaded.

    `raw` has the canonical columns, `fault`, and the file's own fields as c0 … c<width - 1>; `raw_text()` in the statement
    stands for these as one text, written out only here because a macro sees no columns.
    """
    if "phone" in COLUMNS[source] or source == "venue":
        con.execute(f"create or replace temp view raw_person as {_with(source, PERSON, REGISTRANT)}")
        con.execute(f"create or replace temp view person as {sql('etl/sql/clean/person')}")
    if "district" in COLUMNS[source]:
        con.execute(f"create or replace temp view raw_place as {_with(source, PLACE, {})}")
        con.execute(f"create or replace temp table place as {sql('etl/sql/clean/place')}")
    fields = ", ".join(f"coalesce(c{index}, '')" for index in range(width))
    statement = sql(f"etl/sql/clean/{source}").replace("raw_text()", f"concat_ws(chr(31), {fields})")
    con.execute(f"create or replace table {target} as {statement}")


def _with(source: str, columns: Sequence[str], instead: Mapping[str, str]) -> str:
    """Return `raw` with all of `columns`, those that the source lacks being NULL or another of its columns."""
    known = COLUMNS[source]
    lacking = [(column, instead.get(column, "")) for column in columns if column not in known]
    added = [f"{other if other in known else 'null::varchar'} as {column}" for column, other in lacking]
    return f"select {', '.join(['*', *added])} from raw"
