"""Real contact logs told as scans, loaded as they are: the contacts must be those of the studies, exactly."""

import csv

import pandas as pd
import pytest

from etl.pipeline import load
from warehouse.place import Place

WINDOW = ["--from", "01/01/2000", "--to", "2020-12-31", "--case-number", "12/HS", "--reason", "Kiểm thử"]


@pytest.fixture(scope="module")
def folders(shared, tmp_path_factory):
    made = {}

    def loaded(name):
        if name not in made:
            made[name] = tmp_path_factory.mktemp(name)
            log = shared / "data" / name
            load(Place(made[name]), [log / "quet_qr.csv.gz", log / "diem_quet.csv"], by="test", progress=lambda *_: None)
        return made[name]

    return loaded


@pytest.mark.parametrize("name", ["hospital_lyon_pair", "hospital_lyon_group", "highschool2013_pair"])
def test_contacts_of_fifteen_minutes(name, shared, folders, vaora, tmp_path):
    log, out = shared / "data" / name, tmp_path / "out.csv"
    done = vaora(
        "contacts", "--data", folders(name), "--cases", log / "expected_cases.csv", "--min-minutes", 15, *WINDOW, "--out", out
    )
    assert done.returncode == 0, done.stderr
    found = pd.read_csv(out, dtype={"case_phone": str, "contact_phone": str})
    expected = pd.read_csv(log / "expected_contacts_15min.csv", dtype={"case_phone": str, "contact_phone": str})
    as_set = lambda rows, seconds: set(rows[["case_phone", "contact_phone", seconds]].itertuples(index=False, name=None))  # noqa: E731
    assert len(found) == len(expected)
    for band in ("sure_seconds", "probable_seconds", "possible_seconds"):
        assert as_set(found, band) == as_set(expected, "total_seconds")


@pytest.mark.parametrize("name", ["hospital_lyon_pair", pytest.param("hospital_lyon_group", marks=pytest.mark.slow)])
def test_the_published_table_by_pair_of_roles(name, shared, folders, vaora, tmp_path):
    """Vanhems et al. 2013, table 2: all seconds of all pairs, by the roles of the two."""
    pair = shared / "data" / "hospital_lyon_pair"
    roles = dict(pd.read_csv(pair / "roles.csv", dtype=str).itertuples(index=False, name=None))
    everybody, out = tmp_path / "all.csv", tmp_path / "out.csv"
    everybody.write_text("case_phone\n" + "\n".join(roles))
    done = vaora("contacts", "--data", folders(name), "--cases", everybody, "--min-minutes", 0, *WINDOW, "--out", out)
    assert done.returncode == 0, done.stderr
    found = pd.read_csv(out, dtype={"case_phone": str, "contact_phone": str})
    pairs = found[found["case_phone"] < found["contact_phone"]]
    sums: dict[tuple[str, str], int] = {}
    for row in pairs.itertuples():
        key = tuple(sorted((roles[row.case_phone], roles[row.contact_phone])))
        sums[key] = sums.get(key, 0) + row.sure_seconds
    with (pair / "published_table2.csv").open() as file:
        published = {tuple(sorted((row["role_a"], row["role_b"]))): int(row["seconds"]) for row in csv.DictReader(file)}
    if name == "hospital_lyon_pair":
        assert sums == published
    else:  # people who share a place in a group meet also where no pair was seen facing: never less
        assert sums.keys() >= published.keys()
