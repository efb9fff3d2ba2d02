"""The invented province: what its files say is what the reader finds; the same seed gives the same bytes."""

from datetime import date

import pytest

from demo.province import write
from etl.pipeline import load
from warehouse.place import Place
from warehouse.reader import Warehouse


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("demo"))
    truth = write(place.inbox, people=1500, venues=60, days=10, end=date(2021, 6, 20), seed=11)
    report = load(place, [place.inbox], by="test", progress=lambda *_: None)
    return place, truth, report


def test_every_file_is_read_as_what_it_is_and_every_row_accounted_for(made):
    _, truth, report = made
    assert report.refused == []
    found = {file.name.split(" › ")[0]: file for file in report.files}
    assert found.keys() == {count.name for count in truth.files}
    for count in truth.files:
        file = found[count.name]
        assert file.layout == count.layout, count.name
        assert file.read - count.repeated_headers == count.rows, count.name
        assert file.rejected - count.repeated_headers == sum(count.rejects.values()), count.name


def test_real_dirt_is_there(made):
    _, truth, report = made
    encodings = {file.encoding for file in report.files}
    assert {"tcvn3", "cp1258"} <= encodings
    assert sum(file.duplicate for file in report.files) > 0
    assert sum(file.rejected for file in report.files) > 0
    assert any(count.title_rows for count in truth.files)
    scanned = truth.visits[truth.visits["in_scanned"]]
    assert 0.15 < 1 - scanned["out_scanned"].mean() < 0.45


def test_nobody_is_in_two_places_at_once(made):
    _, truth, _ = made
    visits = truth.visits.sort_values(["person", "in_at"])
    follows = visits["person"].eq(visits["person"].shift())
    assert (visits["in_at"][follows] >= visits["out_at"].shift()[follows]).all()


def test_the_warehouse_holds_the_truth(made):
    place, truth, _ = made
    warehouse = Warehouse(place)
    (registered,) = warehouse._con.execute("select count(*) from lake.venue where registered").fetchone()
    (cases,) = warehouse._con.execute("select count(*) from lake.case_record").fetchone()
    (placed,) = warehouse._con.execute("select count(*) from lake.venue where registered and district_code is null").fetchone()
    warehouse.close()
    assert registered == truth.venues["registered"].sum()
    assert cases == len(truth.cases)
    assert placed == 0


def test_levels_of_risk_follow_the_cases_and_some_communes_stay_unknown(made):
    place, truth, _ = made
    warehouse = Warehouse(place)
    rows = warehouse._con.execute(
        "select unit_code, arg_max(level, valid_from) from lake.zone_level where tier = 'commune' group by 1"
    ).fetchall()
    districts = warehouse._con.execute(
        "select level, spread from lake.zone_level where tier = 'district' order by 1"
    ).fetchall()
    warehouse.close()
    levels, home = dict(rows), truth.persons.set_index("person")["commune_code"]
    ill = truth.cases["person"].map(home)
    several = ill.value_counts()
    assert {levels[code] for code in ill} <= {"high", "very_high"}
    assert all(levels[code] == "very_high" for code in several[several > 1].index)
    assert {level for code, level in levels.items() if code not in set(ill)} == {"risk", "normal"}
    assert 10 < 156 - len(levels) < 100
    assert len(districts) == 2 and sorted(level is None for level, _ in districts) == [False, True]


def test_cases_are_counted_where_they_live(made):
    from queries.zones import CASE_DAYS, situation

    place, truth, _ = made
    warehouse = Warehouse(place)
    found = situation(warehouse, date(2021, 6, 20))
    (known,) = warehouse._con.execute(
        "select count(*) from lake.case_record where coalesce(sampled, onset, isolated::date) > date '2021-06-20' - $days",
        {"days": CASE_DAYS},
    ).fetchone()
    warehouse.close()
    told = found.communes.set_index("code")["cases"]
    lived = truth.cases["person"].map(truth.persons.set_index("person")["commune_code"]).value_counts()
    assert told.sum() + found.elsewhere["cases"] == known == len(truth.cases) > 0
    assert (told <= lived.reindex(told.index, fill_value=0)).all()
    assert told.sum() > known / 2
    districts = found.districts.set_index("code")["cases"]
    assert districts.to_dict() == found.communes.groupby("district_code")["cases"].sum().to_dict()


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write(tmp_path / name, people=300, venues=30, days=3, end=date(2021, 6, 20), seed=5)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "b").iterdir())
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)


def test_every_phone_lies_in_a_range_that_nobody_was_given(made):
    import numpy as np

    from demo.phones import allowed

    _, truth, _ = made
    numbers = [int(text[3:]) for column in ("phone", "phone2") for text in truth.persons[column] if text]
    assert allowed(np.array(numbers)).all()


def test_safety_has_something_of_everything(made):
    from queries.safety import Sites, must_stop, never_assessed, sites, suspicious

    place, _, _ = made
    warehouse = Warehouse(place)
    asked = Sites(date(2021, 6, 20))
    found = sites(warehouse, asked)
    stopped = must_stop(warehouse, asked, found)
    warehouse.close()
    assert set(found["colour"]) == {"green", "yellow", "red", None}
    assert (stopped["scans_after"] > 0).sum() >= 3
    assert len(never_assessed(found)) >= 3
    assert len(suspicious(found)) >= 3
    assert found["answers"].notna().any()
