"""The screen of hot spots on a province with two gatherings and a cold: the figures of the questions, small ones never."""

from contextlib import closing
from datetime import date

import pytest

from queries.hotspots import Week, crowds, declared, newest, presence
from queries.zones import district_of
from rules.disclosure import disclosed
from tests.provinces import invented
from tests.ui.test_pages import said
from ui.reference import district_name
from warehouse.reader import Warehouse

ON = date(2021, 6, 26)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    place, truth = invented(tmp_path_factory, people=5000, venues=40, days=21, end=date(2021, 6, 27), seed=4, parties=2)
    with closing(Warehouse(place)) as store:
        yield place, store, truth


def written(count):
    return f"{count:,}".replace(",", ".")


def tables(app):
    return [frame.value for frame in app.dataframe]


def test_five_figures_of_the_week_before_the_last_day(screen, town):
    place, store, _ = town
    assert newest(store) == ON
    everybody, ill, told = presence(store, Week(ON)), presence(store, Week(ON), ill=True), declared(store, Week(ON))
    app = screen(place, "hotspots")
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown == {
        "Người có mặt": written(disclosed(everybody.people)),
        "Giờ-người": written(round(everybody.seconds / 3600)),
        "Người khai y tế": written(disclosed(told["people"].sum())),
        "Khai có triệu chứng": written(disclosed(told["ill"].sum())),
        "Trong đó có mặt": written(disclosed(ill.people)),
    }
    assert "Từ 20/06/2021 đến 26/06/2021" in said(app)


def test_places_by_person_hours_without_the_small_ones(screen, town):
    place, store, _ = town
    found = presence(store, Week(ON)).venues
    app = screen(place, "hotspots")
    rows = tables(app)[0]
    assert found["seconds"].is_monotonic_decreasing
    many = found[found["people"] > 7]
    assert rows["Người có mặt"].tolist() == [disclosed(count) for count in many["people"]]
    assert rows["Giờ-người"].tolist() == [round(seconds / 3600) for seconds in many["seconds"]]
    few = int(found["people"].between(1, 7).sum())
    assert f"Không hiện: {few} nơi có từ 1 đến 7 người" in said(app)


@pytest.mark.parametrize("layer", ["presence", "symptoms", "both"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_small_count_is_shown(screen, town, layer, lang):
    place, *_ = town
    app = screen(place, "hotspots", layer=layer, lang=lang)
    names = {
        "Người có mặt",
        "Khai có triệu chứng",
        "Người khai y tế",
        "People present",
        "Declared symptoms",
        "People who declared",
    }
    for rows in tables(app):
        for name in names & set(rows.columns):
            assert all(count > 7 and count % 5 == 0 for count in rows[name]), (layer, name)


def test_weeks_beside_each_other(screen, town):
    place, store, _ = town
    now, then = (declared(store, week) for week in (Week(ON), Week(ON).before()))
    app = screen(place, "hotspots", view="change")
    ill, by_district, by_kind, *_ = tables(app)
    cell = lambda count: "≤ 7" if 0 < count <= 7 else written(disclosed(count))  # noqa: E731
    sums = [
        week.assign(district=week["commune_code"].map(district_of)).groupby("district")["ill"].sum() for week in (now, then)
    ]
    names = {
        district_name(code): [cell(int(week.get(code, 0))) for week in sums] for code in sums[0].index.union(sums[1].index)
    }
    assert {row[1]: list(row[2:4]) for row in ill.itertuples()} == names
    assert set(ill["Nhận định"]) <= {"Tăng rõ", "Giảm rõ", "Chưa rõ"} and "Tăng rõ" in set(ill["Nhận định"])
    for rows in (by_district, by_kind):
        assert (rows["Giờ-người"] - rows["Tuần trước"] == rows["Tăng, giảm"]).all()
    hours = presence(store, Week(ON)).seconds / 3600
    assert by_kind["Giờ-người"].sum() == pytest.approx(hours, abs=len(by_kind))


def test_a_week_without_all_its_days_is_not_compared(screen, town):
    app = screen(town[0], "hotspots", view="change", on="2021-06-12")
    assert "tuần này có 6 ngày, tuần trước có 0 ngày" in said(app)
    assert not app.dataframe


def test_the_gatherings_are_what_is_unusual(screen, town):
    place, store, truth = town
    found = crowds(store, Week(ON))
    names = truth.venues["name"]
    app = screen(place, "hotspots", view="unusual")
    rows = tables(app)[0]
    held = truth.gatherings.sort_values("guests", ascending=False)
    assert names[held["venue"].iloc[0]] == rows["Nơi"].iloc[0]
    assert set(rows["Nơi"]) <= {
        names[venue] for venue in held["venue"]
    }  # a small party may drown; nothing else is called unusual
    assert rows["Lượt vào"].tolist() == [disclosed(int(n)) for n in found["arrivals"]]
    assert rows["Giờ"].tolist() == [f"{hour}h–{hour + 1}h" for hour in found["hour"]]


def test_the_plant_with_the_cold_stands_out(screen, town):
    place, _, truth = town
    app = screen(place, "hotspots", view="unusual")
    rows = next(rows for rows in tables(app) if "Khai có triệu chứng" in rows)
    assert rows["Nơi"].iloc[0] == truth.venues["name"][truth.cold]


def test_what_the_address_says_wrongly_is_named(screen, town):
    app = screen(town[0], "hotspots", on="31/06", view="nothing")
    assert "on, view" in said(app)
    assert app.metric
