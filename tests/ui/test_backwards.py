"""Looking backwards on the tracing screen: the values of the questions, codes and no names, a record that follows the choice."""

import pandas as pd
import pytest

from queries.backwards import illnesses, links, shared_hours
from queries.tracing import BANDS, cases
from tests.ui.test_pages import said
from ui.chain_graph import rows_of
from ui.texts import plain
from ui.timeline import by_day, parts
from warehouse.reader import Warehouse


@pytest.fixture(scope="module")
def answers(province):
    warehouse = Warehouse(province)
    known = cases(warehouse)
    ill = illnesses(known)
    found = {band: (shared_hours(warehouse, ill, 14, band), links(warehouse, ill, 14, band)) for band in BANDS}
    with warehouse.people() as con:
        people = con.execute("select name, '0' || substr(phone, 4) from people.person where phone is not null").fetchall()
    warehouse.close()
    return known.set_index("person_id")["case_code"], found, [text for row in people for text in row if text]


def opened(screen, place):
    app = screen(place, "tracing")
    app.button_group(key="way").set_value("backwards").run()
    assert not app.exception
    return app


@pytest.mark.parametrize("band", BANDS)
def test_shared_hours_and_chains_are_those_of_the_questions(screen, province, answers, band):
    code, found, _ = answers
    hours, met = found[band]
    app = opened(screen, province)
    app.button_group(key="back_band").set_value(band).run()
    likely = int(met["likely"].sum())
    assert f"{len(code)} ca: {likely} ca có nguồn lây nghi ngờ, {len(code) - likely} ca chưa rõ nguồn." in said(app)
    shown = app.dataframe[0].value
    assert len(shown) == len(hours) > 0
    assert shown["Số người có mặt"].tolist() == hours["present"].tolist()
    assert shown["Các ca"].tolist() == [", ".join(sorted(code.loc[list(ids)])) for ids in hours["case_ids"]]
    first = hours.iloc[0]
    assert shown["Số ca / ca có đi lại hôm đó"].iloc[0] == f"{first['together']} / {first['cases_out']}"
    assert shown["Mức bất ngờ"].iloc[0] == f"1 trong {max(1, round(10 ** first['surprise'])):,} lần".replace(",", ".")


def test_the_record_tells_source_runners_up_and_what_is_impossible(screen, province, answers):
    code, found, people = answers
    _, met = found["probable"]
    target = met.loc[met["likely"], "target"].iloc[0]
    app = opened(screen, province)
    app.selectbox(key="case_shown").set_value(code[target]).run()
    assert not app.exception
    source = met.loc[met["likely"] & (met["target"] == target), "source"].iloc[0]
    assert f"Nguồn lây nghi ngờ nhất: **{plain(code[source])}**" in said(app)
    tables = {frame.value.columns[0]: frame.value for frame in app.dataframe}
    sources = met[met["target"] == target]
    assert tables["Ca nguồn"]["Ca nguồn"].tolist() == code.loc[sources["source"]].tolist()
    told = tables["Ca nguồn"]["Nhận định"].tolist()
    assert told[0] == "Nghi ngờ nhất"
    assert [text.startswith("Không thể: ") for text in told] == (sources["reason"] != "").tolist()
    whole = said(app) + "".join(frame.value.to_csv() for frame in app.dataframe)
    assert not [text for text in people if text in whole]


def test_a_case_without_a_possible_source_says_so(screen, province, answers):
    code, found, _ = answers
    met = found["probable"][1]
    alone = next(person for person in code.index if person not in set(met.loc[met["likely"], "target"]))
    app = opened(screen, province)
    app.selectbox(key="case_shown").set_value(code[alone]).run()
    assert "Nguồn lây: **chưa rõ nguồn**" in said(app)


def test_fewer_cases_and_too_few(screen, province, answers):
    code, _, _ = answers
    app = opened(screen, province)
    app.multiselect(key="back_cases").set_value(sorted(code)[:3]).run()
    assert "3 ca:" in said(app)
    app.multiselect(key="back_cases").set_value(sorted(code)[:1]).run()
    assert "Cần ít nhất hai ca" in said(app) and not app.dataframe


def test_real_people_get_no_download(screen, real):
    assert not opened(screen, real).get("download_button")


def test_elbows_of_a_forest_meet_no_other_chain():
    """Random forests: on the way down from a source, and across to its target, stands no case and passes no other link."""
    import random
    from datetime import date, timedelta

    for seed in range(60):
        rng = random.Random(seed)
        began = {f"c{n:02d}": date(2021, 6, 1) + timedelta(days=n // 3) for n in range(60)}
        names = list(began)
        source = {}
        for n, name in enumerate(names[3:], 3):
            earlier = [one for one in names[:n] if began[one] < began[name]]
            if earlier and rng.random() < 0.8:
                source[name] = rng.choice(earlier)
        rows = rows_of(began, source)
        assert len({(began[name], rows[name]) for name in names}) == len(names)
        for target, one in source.items():
            across = [n for n in names if rows[n] == rows[target] and began[one] < began[n] < began[target]]
            assert not [n for n in across if source.get(n) != one]
            for other, above in source.items():
                passes = began[above] < began[one] < began[other]
                between = min(rows[one], rows[target]) < rows[other] < max(rows[one], rows[target])
                assert not (passes and between), (one, target, above, other)


def test_the_parts_of_a_visit():
    at = lambda hour: pd.Timestamp(2021, 6, 1) + pd.Timedelta(hours=hour)  # noqa: E731
    ends = {"probable_from": at(8), "probable_to": at(9), "possible_from": at(8), "possible_to": at(26)}
    left_open = pd.Series({"in_at": at(8), "out_at": pd.NaT, **ends})
    assert parts(left_open) == [("probable", (at(8), at(9))), ("possible", (at(9), at(26)))]
    whole = pd.Series({"in_at": at(8), "out_at": at(9), **ends, "possible_to": at(9)})
    assert parts(whole) == [("sure", (at(8), at(9)))]
    assert [(day.day, first, last) for day, first, last in by_day((at(9), at(26)))] == [(1, 9, 24), (2, 0, 2)]


def test_the_timeline_stands_beside_one_case_too(screen, province):
    app = screen(province, "tracing")
    app.button_group(key="way").set_value("case").run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == (1 if app.dataframe else 0)
