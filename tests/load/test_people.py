"""One phone under several names: the same people however the files come, and nothing told twice."""

import random
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clusters import clusters
from rules.same_person import Entry, judge
from rules.text import fold
from tests.conftest import SCAN_HEADER, seeds
from warehouse.place import Place

PHONES = ("0912345678", "0987654321")
NAMES = (
    "Nguyễn Văn An", "NGUYEN VAN AN", "An Nguyễn Văn", "Nguyễn An", "Nguyễn Thị An", "Nguyễm Văn An", "Nguyễn Văn Anh",
    "Nguyễn V An", "Trần Thị Bình", "tran thi binh",
)  # fmt: skip
VAGUE = ("", "An", "Bình")


def key(name):
    return " ".join(sorted(fold(name).split()))


def people_of(rows):
    """rows: {scan: (phone, name)}. Return the sets of scans of one human being each, by the rules alone."""
    written = {}
    for scan, (phone, name) in rows.items():
        written.setdefault((phone, key(name)), []).append((scan, name))
    clearest = lambda names: max(names, key=lambda name: (fold(name) != name.lower(), len(name), name))  # noqa: E731
    entries = {}
    for number, ((phone, _), told) in enumerate(written.items()):
        names = {name for _, name in told}
        entries[number] = Entry(number, phone, clearest(names), tuple(names))
    verdicts = {(a, b): judge(entries[a], entries[b]) for a, b in combinations(entries, 2)}
    groups = clusters(entries, [(*pair, found.rule) for pair, found in verdicts.items() if found and found.sure], frozenset())
    scans = dict(enumerate({scan for scan, _ in told} for told in written.values()))
    alone = set(scans) - {entry for group in groups for entry in group}
    return {frozenset().union(*(scans[entry] for entry in group)) for group in [*groups, *({one} for one in alone)]}


def loaded(place, ask, rows):
    """Return the same of a warehouse, and {scan: pseudonym}; a scan is known by its venue."""
    found = ask(
        "select v.code, s.person_id, coalesce(l.human_id, s.person_id) from lake.scan s join lake.venue v using (venue_id)"
        " left join lake.person_link l on l.person_id = s.person_id"
    )
    assert sorted(code for code, *_ in found) == sorted(rows)
    groups = {}
    for code, _, human in found:
        groups.setdefault(human, set()).add(code)
    return set(map(frozenset, groups.values())), {code: person for code, person, _ in found}


def random_rows(draw, count, names):
    return {f"V{number}": (draw.choice(PHONES), draw.choice(names)) for number in range(count)}


def as_cells(rows):
    return [[f"02/06/2021 08:{code[1:]:0>2}:00", code, phone, name, "Vào"] for code, (phone, name) in rows.items()]


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """fresh(name): another data folder, from now on the one that `into` and `ask` speak of."""
    from etl.pipeline import load
    from warehouse.reader import Warehouse

    def made(name):
        place = Place(tmp_path / name)
        into = lambda *paths: load(place, list(paths), by="test", progress=lambda *_: None)  # noqa: E731

        def ask(query):
            store = Warehouse(place)
            try:
                return store._con.execute(query).fetchall()
            finally:
                store.close()

        return place, into, ask

    monkeypatch.delenv("VAORA_PEOPLE_KEY", raising=False)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(3))
def test_the_same_people_in_any_order_of_files(seed, file, fresh):
    draw = random.Random(seed)
    rows = random_rows(draw, 24, NAMES)
    codes = list(rows)
    files = [file(f"{n}.csv", SCAN_HEADER, as_cells({code: rows[code] for code in codes[n::3]})) for n in range(3)]
    orders = list(permutations(range(3)))
    for order in [*(draw.sample(orders, 2) if seed else orders), (0,)]:
        place, into, ask = fresh(f"{len(order)}-{order}")
        for number in order if len(order) == 3 else ():
            into(files[number])
        if len(order) == 1:
            into(*files)
        assert loaded(place, ask, rows)[0] == people_of(rows), order


@pytest.mark.parametrize("seed", seeds(2))
def test_rows_without_a_full_name_stay_with_the_phone(seed, file, fresh):
    draw = random.Random(seed)
    rows = random_rows(draw, 24, (*NAMES, *VAGUE))
    place, into, ask = fresh("a")
    codes = list(rows)
    for number in range(3):
        into(file(f"{number}.csv", SCAN_HEADER, as_cells({code: rows[code] for code in codes[number::3]})))
    _, person = loaded(place, ask, rows)
    for phone in PHONES:
        vague = {person[code] for code, (owner, name) in rows.items() if owner == phone and name in VAGUE}
        assert len(vague) <= 1
    again = as_cells(rows)
    draw.shuffle(again)
    (report,) = into(file("again.csv", SCAN_HEADER, again)).files
    assert (report.loaded, report.duplicate) == (0, len(rows))


@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=8, unique_by=key), st.randoms())
def test_which_name_came_first_has_no_say(names, draw):
    def groups(numbers):
        entries = {n: Entry(n, PHONES[0], name, (name,)) for n, name in zip(numbers, names, strict=True)}
        verdicts = [(a, b, judge(entries[a], entries[b])) for a, b in combinations(entries, 2)]
        found = clusters(entries, [(a, b, v.rule) for a, b, v in verdicts if v and v.sure], frozenset())
        return {frozenset(entries[n].name for n in group) for group in found}

    numbers = list(range(len(names)))
    shuffled = draw.sample(numbers, len(numbers))
    assert groups(numbers) == groups(shuffled)
    assert not any({"Nguyễn Văn An", "Nguyễn Thị An"} <= group for group in groups(numbers))


def test_a_phone_stored_under_two_names_keeps_the_one_it_shows(file, into, place, ask):
    from warehouse.engine import connect
    from warehouse.stores import PEOPLE

    row = lambda minute, name: [f"02/06/2021 08:{minute:02}:00", f"V{minute}", PHONES[0], name, "Vào"]  # noqa: E731
    into(file("old.csv", SCAN_HEADER, [row(1, "Lê Văn Ba"), row(2, "")]))
    con = connect(memory="1GB", threads=1, temp=place.root)
    with PEOPLE.attached(con, place, write=True):
        con.execute("insert into people.person_name select person_id, 'Trần Thị Bình' from people.person")
    con.close()
    into(file("new.csv", SCAN_HEADER, [row(3, "Trần Thị Bình"), row(4, "LE VAN BA")]))
    groups, person = loaded(place, ask, {f"V{n}": None for n in (1, 2, 3, 4)})
    assert groups == {frozenset({"V1", "V2", "V4"}), frozenset({"V3"})}
    assert len(set(person.values())) == 2
