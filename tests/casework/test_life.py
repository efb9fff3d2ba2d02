"""A list's life: out of the house, filled in, handed in, compared after a late load, found again."""

import itertools
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal

from access.view_log import Purpose
from casework.lists import ask, difference, keep, list_of, lists, seal, sealed_as
from casework.progress import minutes_to_list, progress, totals, worked
from casework.results import conflicts, current, hand_in, settle
from casework.seal import read_sealed
from queries.contact_list import growth
from queries.persons import find_by_name, persons_by_phone
from queries.tracing import BANDS, ContactQuestion, VenueQuestion, Window, chosen, contacts, everybody
from reports.contacts import contacts_files, contacts_workbook
from reports.interchange import files_for
from rules.phone import national
from tests.casework.test_spec import table
from warehouse.errors import NotSealed, UnknownList
from warehouse.reader import Warehouse

CASE, NEAR, LATER, BEFORE, AFTER = "0912345678", "0987654321", "0333333333", "0355555555", "0366666666"
LOG = f"""
08:00 | B | {NEAR} | Vào
08:00 | B | {BEFORE} | Vào
08:40 | B | {NEAR} | Ra
08:40 | B | {BEFORE} | Ra
09:00 | A | {CASE} | Vào
09:00 | A | {NEAR} | Vào
09:10 | A | {LATER} | Vào
09:40 | A | {CASE} | Ra
09:40 | A | {NEAR} | Ra
09:40 | A | {LATER} | Ra
10:00 | B | {NEAR} | Vào
10:00 | B | {AFTER} | Vào
10:30 | B | {NEAR} | Ra
10:30 | B | {AFTER} | Ra
"""
DAY = date(2021, 6, 2)
WHY = Purpose("12/HS", "Truy vết ca BN-01")


@pytest.fixture
def store(place, into, scans, once):
    once(lambda: into(scans("quet.csv", LOG)))
    warehouse = Warehouse(place)
    yield warehouse
    warehouse.close()


def asked_of(store, minutes=15, ring=1):
    (case,) = persons_by_phone(store, national(CASE))
    return ask(store, ContactQuestion((Window(case, DAY, DAY),), minutes), ring)


def out(store, asked=None, root=None):
    asked = asked or asked_of(store)
    saved = keep(store, asked, WHY, "an", root)
    made = contacts_workbook(store, saved, asked.rows)
    seal(store, saved, made.checksums, "an")
    return saved, made.content


def filled(content, **cells):
    """Return the workbook with cells of the row of a phone filled in: filled(content, contact_result=(phone, text))."""
    titles = {"contact_result": "Kết quả liên hệ", "isolated": "Đã cách ly", "test_result": "Kết quả xét nghiệm",
              "note": "Ghi chú", "row_code": "Mã dòng", "name": "Họ và tên"}  # fmt: skip
    book = load_workbook(BytesIO(content))
    for sheet in book.worksheets[1:]:
        heads = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            for field, (phone, text) in cells.items():
                if sheet.cell(row, heads["Số điện thoại"]).value == phone:
                    sheet.cell(row, heads[titles[field]]).value = text
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_the_list_says_who_first_and_why(store):
    rows = asked_of(store).rows
    assert rows["contact_phone"].tolist() == [NEAR, LATER]
    assert rows[["priority", "reasons", "number_present"]].values.tolist() == [[2, ("sure",), 2], [2, ("sure",), 2]]
    assert rows["sure_seconds"].tolist() == [2400, 1800]


def test_the_second_ring_counts_only_after_the_first_meeting(store):
    assert asked_of(store, ring=2).rows["contact_phone"].tolist() == [AFTER]
    late = asked_of(store, minutes=0, ring=2).rows
    assert set(late["contact_phone"]) == {AFTER}


def test_how_the_list_grows(store):
    met = everybody(store, asked_of(store).question)
    counts = growth(met, 20)
    assert counts.index.tolist() == [1, 5, 10, 15, 20, 30, 60, 120]
    assert counts.loc[[15, 30, 60], "sure"].tolist() == [2, 2, 0]
    assert (counts["sure"] <= counts["probable"]).all() and (counts["probable"] <= counts["possible"]).all()
    assert all(counts[band].is_monotonic_decreasing for band in counts)


def test_one_answer_holds_the_answers_to_every_threshold_and_band(store):
    question = asked_of(store).question
    met = everybody(store, question)
    for minutes, band in itertools.product((0, 15, 31, 60), BANDS):
        narrow = replace(question, min_minutes=minutes, band=band)
        assert_frame_equal(
            chosen(met, narrow).sort_values("contact_id", ignore_index=True),
            contacts(store, narrow).sort_values("contact_id", ignore_index=True),
        )


def test_a_venue_left_out_is_kept_with_the_list(store):
    venue = dict(store._con.execute("select code, venue_id from lake.venue").fetchall())
    met_there, elsewhere = (replace(asked_of(store).question, without=(venue[code],)) for code in "AB")
    assert ask(store, met_there).rows.empty and ask(store, met_there, met=everybody(store, met_there)).rows.empty
    asked = ask(store, elsewhere)
    assert len(asked.rows) == 2
    saved, content = out(store, asked)
    assert list_of(store, saved.list_id).question == elsewhere
    cover = {row[0].value: row[1].value for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(max_col=2)}
    assert cover["Không tính các lần gặp ở"] == "B"


def test_a_list_is_kept_once_and_found_again(store):
    saved, content = out(store)
    again, _ = out(store)
    assert saved.list_id == again.list_id and len(lists(store)) == 1
    assert (list_of(store, saved.list_id).purpose, saved.rows) == (WHY, 2)
    found = read_sealed(content)
    assert found.computed() == found.printed
    assert [one.list_id for one in sealed_as(store, found.computed())] == [saved.list_id]
    with pytest.raises(UnknownList):
        list_of(store, "0000000000")


def test_a_filled_sorted_list_is_genuine_an_altered_or_cut_one_is_not(store):
    _, content = out(store)
    good = read_sealed(filled(content, contact_result=(NEAR, "Đã liên hệ được"), note=(NEAR, "-gọi lại")))
    assert good.computed() == good.printed
    wrong = read_sealed(filled(content, name=(NEAR, "Người Khác")))
    assert wrong.computed() != wrong.printed
    book = load_workbook(BytesIO(content))
    book.worksheets[1].move_range("A2:Z2", rows=2)
    book.worksheets[1].delete_rows(2)
    moved, cut = BytesIO(), BytesIO()
    book.save(moved)
    assert read_sealed(moved.getvalue()).computed() == good.printed
    book.worksheets[1].delete_rows(2)
    book.save(cut)
    assert read_sealed(cut.getvalue()).computed() != good.printed
    for junk in (b"", b"PK\x03\x04", b"a,b\n1,2\n"):
        with pytest.raises(NotSealed):
            read_sealed(junk)


WORDS = {"reached": "Đã liên hệ được", "no_answer": "Không nghe máy", "refused": "Từ chối hợp tác", "": None}


@pytest.mark.parametrize("row", table(5), ids=" ".join)
def test_results_handed_in(row, store):
    then, today, handed, outcome, counts = row
    saved, content = out(store)
    if then:
        hand_in(store, filled(content, contact_result=(NEAR, WORDS[then])), "then.xlsx", "an")
        saved, content = out(store)
    if today != then:
        hand_in(store, filled(content, contact_result=(NEAR, WORDS[today])), "today.xlsx", "an")
    done = hand_in(store, filled(content, contact_result=(NEAR, WORDS[handed])), "new.xlsx", "binh")
    assert (done.taken, done.conflicts) == (int(outcome == "taken"), int(outcome == "conflict"))
    standing = current(store, saved.root_id)["contact_result"].dropna().tolist()
    assert [value for value in standing if value] == ([counts] if counts else [])
    again = hand_in(store, filled(content, contact_result=(NEAR, WORDS[handed])), "new.xlsx", "binh")
    assert (again.taken, again.conflicts) == (0, 0)


def test_conflicts_are_chosen_by_a_person(store):
    saved, content = out(store)
    hand_in(store, filled(content, test_result=(NEAR, "Âm tính")), "a.xlsx", "an")
    hand_in(store, filled(content, test_result=(NEAR, "Dương tính")), "b.xlsx", "binh")
    waiting = conflicts(store, saved.root_id)
    assert waiting[["field", "value", "standing", "made_by"]].values.tolist() == [
        ["test_result", "positive", "negative", "binh"]
    ]
    settle(store, int(waiting["number"][0]), "chi", take=True)
    assert conflicts(store, saved.root_id).empty
    assert current(store, saved.root_id)["test_result"].dropna().tolist() == ["positive"]
    rows = worked(store, saved)
    assert totals(rows) == {"people": 2, "reached": 0, "isolated": 0, "tested": 1, "positive": 1}
    assert progress(rows, "reasons")[["reasons", "people", "positive"]].values.tolist() == [["sure", 2, 1]]


def test_what_cannot_be_taken_is_named(store):
    _, content = out(store)
    done = hand_in(store, filled(content, isolated=(NEAR, "ở đâu đó"), row_code=(LATER, "ZZZ")), "a.xlsx", "an")
    assert (done.taken, [(code, row) for code, _, row, _ in done.faults]) == (
        0,
        [("result_unknown", 2), ("result_row_unknown", 3)],
    )


def test_after_a_late_load_only_the_difference(store, into, scans):
    saved, content = out(store)
    hand_in(store, filled(content, contact_result=(NEAR, "Đã liên hệ được")), "a.xlsx", "an")
    assert difference(store, saved)[1].empty
    into(scans("muon.csv", f"09:05 | A | 0377777777 | Vào\n09:35 | A | 0377777777 | Ra\n09:30 | A | {LATER} | Ra"))
    asked, rows = difference(store, saved)
    told = dict(zip(rows["contact_phone"], rows["change"], strict=True))
    assert told == {"0377777777": "new", LATER: "changed"}
    newer, _ = out(store, asked, root=saved.root_id)
    assert newer.root_id == saved.root_id and newer.list_id != saved.list_id
    book = load_workbook(BytesIO(contacts_workbook(store, newer, rows).content)).worksheets[1]
    heads = [cell.value for cell in book[1]]
    assert {row[heads.index("Thay đổi")].value for row in book.iter_rows(min_row=2)} >= {"Mới"}
    whole = load_workbook(BytesIO(contacts_workbook(store, newer, asked.rows).content)).worksheets[1]
    values = {row[heads.index("Số điện thoại") - 2].value: row for row in whole.iter_rows(min_row=2)}
    place = [cell.value for cell in whole[1]].index("Kết quả liên hệ")
    assert values[NEAR][place].value == "Đã liên hệ được"


def test_a_list_of_a_venue_lives_the_same_life(store, into, scans):
    (venue,) = store.query("queries/sql/tracing/venue_by_code", {"code": "A"})["venue_id"]
    question = VenueQuestion(int(venue), datetime(2021, 6, 2, 9, 5), datetime(2021, 6, 2, 9, 30), 10)
    asked = ask(store, question)
    assert sorted(asked.rows["contact_phone"]) == sorted([CASE, NEAR, LATER])
    assert asked.rows.set_index("contact_phone")["sure_seconds"].to_dict() == {CASE: 1500, NEAR: 1500, LATER: 1200}
    assert (asked.rows["number_present"] == 3).all() and asked.rows["case_phone"].isna().all()
    saved, content = out(store, asked)
    assert list_of(store, saved.list_id).question == question
    assert read_sealed(content).cover["cover_question"] == "Ai có mặt, hoặc có thể có mặt, tại «A»"
    assert read_sealed(content).cover["cover_window"] == "09:05 02/06/2021 – 09:30 02/06/2021"
    assert hand_in(store, filled(content, contact_result=(NEAR, "Đã liên hệ được")), "a.xlsx", "an").taken == 1
    assert totals(worked(store, saved))["reached"] == 1 and minutes_to_list(store, saved) is None
    assert difference(store, saved)[1].empty
    into(scans("muon.csv", "09:00 | A | 0377777777 | Vào\n09:30 | A | 0377777777 | Ra"))
    _, rows = difference(store, saved)
    assert rows[["contact_phone", "change"]].values.tolist() == [["0377777777", "new"]]
    told = {system: files_for(system, store, saved, asked.rows) for system in ("sormas", "epicontacts", "locations")}
    assert NEAR in told["sormas"]["sormas_contacts.csv"] and "SAME" not in told["sormas"]["sormas_contacts.csv"]
    assert told["epicontacts"]["epicontacts_contacts.csv"].count("\n") == 1
    assert not any(phone in text for text in told["epicontacts"].values() for phone in (CASE, NEAR))
    assert "2021-06-02T09:05:00+07:00,2021-06-02T09:30:00+07:00" in told["locations"]["locations.csv"]


def test_no_phone_stands_in_what_must_not_hold_any(store):
    asked = asked_of(store)
    saved = keep(store, asked, WHY, "an")
    told = files_for("epicontacts", store, saved, asked.rows)
    assert told["epicontacts_contacts.csv"].count("\n") == 3
    assert not any(phone in text for text in told.values() for phone in (CASE, NEAR, LATER))


def test_who_no_longer_met_is_withdrawn(store, into, scans):
    (case,) = persons_by_phone(store, national(CASE))
    saved, _ = out(store, ask(store, ContactQuestion((Window(case, DAY, DAY),), 15, "sure")))
    into(scans("sai.csv", f"09:02 | A | {CASE} | Ra"))
    _, rows = difference(store, saved)
    gone = rows[rows["change"] == "withdrawn"].set_index("contact_phone")
    assert gone["before"].to_dict() == {NEAR: 2400, LATER: 1800}


def test_one_sheet_or_one_file_per_district(store):
    asked = asked_of(store)
    saved = keep(store, asked, WHY, "an")
    book = load_workbook(BytesIO(contacts_workbook(store, saved, asked.rows, by="district").content))
    assert book.sheetnames == ["Bìa", "Chưa rõ nơi ở"]
    made = contacts_files(store, saved, asked.rows, "district")
    archive = zipfile.ZipFile(BytesIO(made.content))
    assert archive.namelist() == ["Chưa rõ nơi ở.xlsx"]
    one = read_sealed(archive.read("Chưa rõ nơi ở.xlsx"))
    assert one.computed() in made.checksums


def test_the_choices_stand_in_the_workbook(store):
    sheet = load_workbook(BytesIO(out(store)[1])).worksheets[1]
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"Đã liên hệ được,Không nghe máy,Sai số,Từ chối hợp tác"' in offered.values()
    assert '"F1,F2,Không tiếp xúc"' in offered.values()
    assert all(cells.endswith("3") for cells in offered)


def test_names_are_found_in_any_order_and_without_marks(store, into, file):
    from tests.conftest import SCAN_HEADER

    into(file("ten.csv", SCAN_HEADER, [["02/06/2021 08:00:00", "A", "0388888888", "Đặng Thị Hoà", "Vào"]]))
    for text in ("dang thi hoa", "Hòa Đặng", "HOÀ"):
        assert find_by_name(store, text)["phone"].tolist() == ["0388888888"], text
    assert find_by_name(store, "Hoan").empty
