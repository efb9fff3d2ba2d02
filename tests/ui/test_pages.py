"""The screens as a user meets them: the very figures, in both languages, with good and bad addresses, with nothing loaded."""

import pytest

from warehouse.place import Place
from warehouse.reader import Warehouse


def said(app):
    parts = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error, *app.success, *app.title, *app.subheader]
    return "\n".join(str(part.value) for part in parts)


def figures(place, query):
    warehouse = Warehouse(place)
    try:
        return warehouse._con.execute(query).fetchall()
    finally:
        warehouse.close()


def test_overview_shows_the_newest_day(screen, province):
    ((scans, people, venues),) = figures(province, "select scans, people, venues from lake.day_total where day = '2021-06-09'")
    app = screen(province, "overview")
    shown = {metric.label: metric.value for metric in app.metric}
    dotted = lambda n: f"{n:,}".replace(",", ".")  # noqa: E731
    assert (shown["Lượt quét"], shown["Người có lượt quét"], shown["Điểm hoạt động"]) == (
        dotted(scans),
        dotted(people),
        str(venues),
    )
    assert "Số liệu ngày 09/06/2021" in said(app)
    assert "DỮ LIỆU GIẢ ĐỊNH" in said(app)
    assert "Dữ liệu đã cũ" in said(app)


def test_overview_in_english(screen, province):
    app = screen(province, "overview", lang="en")
    assert app.title[0].value == "What the province should know this morning"
    assert "INVENTED DATA" in said(app)
    assert {"Scans", "People scanned", "Active venues"} <= {metric.label for metric in app.metric}


@pytest.mark.parametrize("page", ["overview", "traffic", "tracing", "zones", "loading"])
def test_nothing_loaded_yet(page, screen, tmp_path):
    assert "Chưa có dữ liệu" in said(screen(Place(tmp_path / "none"), page))


def test_traffic_adds_up(screen, province):
    app = screen(province, "traffic", **{"from": "2021-06-03", "to": "2021-06-09"})
    ((arrivals, departures),) = figures(
        province, "select sum(arrivals), sum(departures) from lake.venue_day where day >= '2021-06-03'"
    )
    tables = [frame.value for frame in app.dataframe]
    for table in tables[:4]:
        assert (table["Lượt vào"].sum(), table["Lượt ra"].sum()) == (arrivals, departures)
    assert len(tables[0]) == 7


def test_traffic_follows_its_address(screen, province):
    app = screen(province, "traffic", **{"from": "2021-06-07", "to": "2021-06-08", "kind": "quan_ca_phe", "district": "883"})
    ((arrivals,),) = figures(province, "select sum(arrivals) from lake.venue_day join lake.venue using (venue_id)"
                             " where day between '2021-06-07' and '2021-06-08' and kind = 'quan_ca_phe' and district_code = '883'")  # fmt: skip
    if arrivals is None:
        assert "Không có lượt vào, ra nào" in said(app)
    else:
        assert app.dataframe[0].value["Lượt vào"].sum() == arrivals
    assert app.multiselect[1].value == ["quan_ca_phe"]


def test_traffic_with_a_bad_address_says_so(screen, province):
    app = screen(province, "traffic", **{"from": "yesterday", "kind": "xyz", "venue": "'; drop table"})
    assert "Địa chỉ trang có giá trị không dùng được, đã bỏ qua: from, kind, venue." in said(app)
    assert app.dataframe


def case_phone(place):
    warehouse = Warehouse(place)
    ((person, code),) = warehouse._con.execute(
        "select person_id, case_code from lake.case_record c where exists (select 1 from lake.visit_by_person v where v.person_id = c.person_id)"
        " order by (select count(*) from lake.visit_by_person v where v.person_id = c.person_id) desc limit 1").fetchall()  # fmt: skip
    with warehouse.people() as con:
        ((phone, name),) = con.execute(
            "select '0' || substr(phone, 4), name from people.person where person_id = ?", [person]
        ).fetchall()
    warehouse.close()
    return phone, name, code


def test_tracing_by_phone_lists_the_contacts_of_the_query(screen, province):
    from datetime import date

    from queries.contact_list import contact_list
    from queries.persons import persons_by_phone
    from queries.tracing import ContactQuestion, Window
    from rules.phone import national

    phone, _, _ = case_phone(province)
    app = screen(province, "tracing")
    app.text_input(key="phone").set_value(phone).run()
    app.number_input(key="minutes").set_value(0).run()
    assert not app.exception
    warehouse = Warehouse(province)
    (person,) = persons_by_phone(warehouse, national(phone))
    expected = contact_list(warehouse, ContactQuestion((Window(person, date(2021, 5, 27), date(2021, 6, 9)),), 0, "probable"))
    warehouse.close()
    assert len(expected)
    table = app.dataframe[-1].value
    assert table["Số điện thoại"].tolist() == expected["contact_phone"].tolist()
    assert f"{len(expected)} người, từ 0 phút trở lên" in said(app)


@pytest.mark.parametrize(("text", "sentence"), [("12", "không phải số điện thoại"), ("0988888888", "Không có ai dùng số này")])
def test_tracing_a_wrong_or_unknown_phone(text, sentence, screen, province):
    app = screen(province, "tracing")
    app.text_input(key="phone").set_value(text).run()
    assert sentence in said(app)


def test_real_people_are_masked(screen, real):
    phone, _, _ = case_phone(real)
    app = screen(real, "tracing")
    app.text_input(key="phone").set_value(phone).run()
    app.number_input(key="minutes").set_value(0).run()
    table = app.dataframe[-1].value
    assert len(table)
    assert table["Số điện thoại"].str.fullmatch(r"0\d{3}\*\*\*\d{3}").all()
    assert not any(len(word) > 2 for name in table["Họ và tên"].dropna() for word in name.split()[1:])
    assert not app.get("download_button")
    assert "DỮ LIỆU GIẢ ĐỊNH" not in said(app)


def test_the_ledger_and_the_reasons(screen, province):
    app = screen(province, "loading")
    ((files, rejected),) = figures(province, "select count(*), sum(rows_rejected) from lake.load_file")
    ledger, reasons = app.dataframe[0].value, app.dataframe[1].value
    assert len(ledger) == files
    assert (ledger["Đọc"] == ledger["Nạp"] + ledger["Trùng"] + ledger["Loại"]).all()
    assert reasons["Số dòng"].sum() >= rejected > 0
    assert reasons["Lý do"].str.contains("Số điện thoại: không phải số điện thoại Việt Nam hợp lệ.").any()


def test_an_unforeseen_error_is_a_sentence_and_logs_no_value(screen, province, monkeypatch, caplog):
    from ui import answers

    value = "row of 0912345678"

    def broken(_):
        raise RuntimeError(value)

    monkeypatch.setattr(answers, "morning", broken)
    app = screen(province, "overview")
    assert "Không thực hiện được yêu cầu này" in said(app)
    assert "RuntimeError" in caplog.text
    assert "0912345678" not in caplog.text + said(app)


def test_tracing_at_a_venue_lists_who_was_there(screen, province, real):
    ((venue, day),) = figures(province, "select venue_id, day from lake.venue_day order by people desc limit 1")
    query = "select count(distinct person_id) from lake.visit_by_venue where venue_id = {} and day = '{}'"
    ((people,),) = figures(province, query.format(venue, day))
    for place, downloads in ((province, 1), (real, 0)):
        app = screen(place, "tracing")
        app.button_group(key="way").set_value("venue").run()
        app.selectbox(key="venue_asked").set_value(venue).run()
        app.date_input(key="first venue").set_value(day).run()
        app.date_input(key="last venue").set_value(day).run()
        assert not app.exception
        assert len(app.dataframe[-1].value) >= people > 0
        assert len(app.get("download_button")) == downloads
        assert app.dataframe[-1].value["Số điện thoại"].dropna().str.contains("***", regex=False).all() == (not downloads)


def test_tracing_many_cases_at_once(screen, province):
    from casework.lists import ask
    from queries.tracing import ContactQuestion, Window, cases
    from rules.windows import preset

    app = screen(province, "tracing")
    app.button_group(key="way").set_value("cases").run()
    assert not app.exception
    warehouse = Warehouse(province)
    day = lambda value: None if value != value or value is None else value.date()  # noqa: E731
    spans = [
        (int(row.person_id), preset("5053/QĐ-BYT").window(day(row.onset), day(row.sampled), day(row.isolated)))
        for row in cases(warehouse).itertuples()
    ]
    windows = tuple(Window(person, *span) for person, span in spans if span)
    expected = ask(warehouse, ContactQuestion(windows, 15)).rows
    warehouse.close()
    assert len(windows) > 1 and len(expected)
    assert f"{expected['contact_id'].nunique()} người, từ 15 phút trở lên" in said(app)
    assert app.dataframe[-1].value["Số điện thoại"].tolist() == expected["contact_phone"].tolist()
