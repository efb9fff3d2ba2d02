"""Letters and list: the layout of Decree 30/2020/NĐ-CP, the very words and figures, one letter an agency."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from casework.reminders import due, record
from reports.letters import authority, letter_files, letters
from reports.reminders import in_words, reminder_workbook
from tests.reminders.conftest import ON

WRITTEN = date(2021, 6, 11)


@pytest.fixture
def rows(store, figures):
    """rows(day) returns the agencies due on a day in words: DN, SCT, UB, later SYT."""

    def found(on=ON):
        told = due(store, on, figures(on)).sort_values("key", ignore_index=True)
        return in_words(store, told.assign(district=told["district_code"].map({"893": "Huyện Chợ Mới"}).fillna("")), "vi")

    return found


def lines(content):
    """Every paragraph of a document in its order, those in cells included."""
    body = Document(BytesIO(content)).element.body
    mark = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    texts = (
        "".join(part.text or "\n" for part in paragraph.iter(f"{mark}t", f"{mark}br")) for paragraph in body.iter(f"{mark}p")
    )
    return [text for text in texts if text]


def test_a_letter_word_by_word(store, rows):
    assert lines(letters(store, ON, rows().iloc[[1]], WRITTEN)) == [
        "UBND TỈNH AN GIANG",
        "SỞ THÔNG TIN\nVÀ TRUYỀN THÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:          /STTTT-",
        "V/v đôn đốc triển khai quét mã QR kiểm soát vào, ra (lần 1)",
        "An Giang, ngày 11 tháng 6 năm 2021",
        "Kính gửi: Sở Công Thương",
        "Tiếp theo Công văn số 541/STTTT-CNTT-BCVT ngày 02 tháng 6 năm 2021 của Sở Thông tin và Truyền thông về việc triển khai các"
        " ứng dụng công nghệ phục vụ phòng, chống dịch COVID-19, Sở Thông tin và Truyền thông đã rà soát việc tạo và quét mã QR của các cơ quan, đơn vị. Tính đến hết ngày"
        " 10/06/2021, Sở Công Thương còn những nội dung chưa thực hiện như sau:",
        "1. Mới tạo mã QR cho 1 trong 3 điểm phải có.",
        "2. Không có lượt quét nào trong 6 ngày liên tiếp, lượt quét gần nhất ngày 04/06/2021.",
        "Sở Thông tin và Truyền thông đề nghị Sở Công Thương khắc phục các nội dung nêu trên trước ngày 14/06/2021 và thông báo kết quả"
        " bằng văn bản. Đây là lần nhắc thứ nhất.",
        "Trân trọng./.",
        "Nơi nhận:",
        "- Như trên;",
        "- UBND tỉnh (để báo cáo);",
        "- Lãnh đạo Sở;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
    ]


def test_the_third_reminder_warns_and_the_proposal_goes_to_the_committee(store, figures, rows):
    for turn in range(3):
        on = ON + timedelta(3 * turn)
        if turn == 2:
            text = "\n".join(lines(letters(store, on, rows(on).iloc[[0]], on)))
            assert "sẽ đề nghị Ủy ban nhân dân huyện Chợ Mới xem xét tạm dừng" in text and "lần nhắc thứ ba" in text
        record(store, on, on, due(store, on, figures(on)), "", "an")
    on = ON + timedelta(9)
    text = lines(letters(store, on, rows(on).iloc[[0]], on))
    assert "Kính gửi: Ủy ban nhân dân huyện Chợ Mới" in text
    assert text[text.index("- Như trên;") :][:4] == [
        "- Như trên;",
        "- Công ty Thử;",
        "- UBND tỉnh (để báo cáo);",
        "- Lãnh đạo Sở;",
    ]
    assert "đã nhắc Công ty Thử ba lần (các công văn ngày 10/06/2021, 13/06/2021 và 16/06/2021)" in "\n".join(text)
    assert "1. Chưa cử đầu mối quản trị hệ thống (hạn cuối 05/06/2021)." in text
    assert "2. Đã tạo mã QR cho 2 điểm nhưng chưa từng có lượt quét." in text
    assert "tạm dừng hoạt động các điểm của Công ty Thử" in "\n".join(text)
    about = rows(on).query("key == 'UB'").assign(step=4, reminded=[(ON,) * 3])
    text = lines(letters(store, on, about, on))
    assert "Kính gửi: Ủy ban nhân dân tỉnh An Giang" in text
    assert text[text.index("- Như trên;") :][:3] == ["- Như trên;", "- Ủy ban nhân dân huyện Chợ Mới;", "- Lãnh đạo Sở;"]


@pytest.mark.parametrize(("name", "district", "to"), [
    ("Công ty Thử", "Huyện Chợ Mới", "Ủy ban nhân dân huyện Chợ Mới"),
    ("UBND Huyện Chợ Mới", "Huyện Chợ Mới", "Ủy ban nhân dân tỉnh An Giang"),
    ("Sở Công Thương", "", "Ủy ban nhân dân tỉnh An Giang"),
    ("Ban Tổ chức Tỉnh ủy", "", "Tỉnh ủy An Giang"),
])  # fmt: skip
def test_to_whom_it_is_proposed_to_suspend(store, name, district, to):
    assert authority(store, name, district) == to


def test_the_page_is_that_of_the_decree(store, rows):
    book = Document(BytesIO(letters(store, ON, rows(), date(2021, 2, 3))))
    assert len(book.sections) == 3
    for section in book.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        sides = [round(getattr(section, f"{side}_margin").mm) for side in ("top", "bottom", "left", "right")]
        assert all(
            low <= side <= high for side, (low, high) in zip(sides, ((20, 25), (20, 25), (30, 35), (15, 20)), strict=True)
        )
        assert section.different_first_page_header_footer and not section.first_page_header.paragraphs[0].text
        assert "PAGE" in section.header._element.xml
        assert 'w:start="1"' in section._sectPr.xml
    assert book.styles["Normal"].font.name == "Times New Roman"
    sizes = {run.font.size.pt for paragraph in book.paragraphs for run in paragraph.runs}
    assert sizes <= {13, 14}
    assert "An Giang, ngày 03 tháng 02 năm 2021" in lines(letters(store, ON, rows().head(1), date(2021, 2, 3)))


def test_one_file_for_every_agency(store, rows):
    with zipfile.ZipFile(BytesIO(letter_files(store, ON, rows(), WRITTEN))) as archive:
        assert archive.namelist() == ["001-dn.docx", "002-sct.docx", "003-ub.docx"]
        for name, to in zip(
            archive.namelist(), ("Công ty Thử", "Sở Công Thương", "Ủy ban nhân dân huyện Chợ Mới"), strict=True
        ):
            assert f"Kính gửi: {to}" in lines(archive.read(name))


def test_invented_data_say_so_on_the_letter(store, rows):
    store.place.demo_mark.write_text("{}")
    assert lines(letters(store, ON, rows().head(1), WRITTEN))[0] == "SỐ LIỆU GIẢ ĐỊNH – KHÔNG PHẢI VĂN BẢN THẬT"


def test_the_list_in_excel(store, rows):
    book = load_workbook(BytesIO(reminder_workbook(store, ON, rows(), "vi")))
    head, *found = book.worksheets[1].iter_rows(values_only=True)
    table = [dict(zip(head, row, strict=True)) for row in found]
    assert [(row["Cơ quan, đơn vị"], row["Bước tiếp theo"], row["Từ ngày"]) for row in table] == [
        ("Công ty Thử", "Nhắc lần 1", "10/06/2021"), ("Sở Công Thương", "Nhắc lần 1", "10/06/2021"),
        ("UBND Huyện Chợ Mới", "Nhắc lần 1", "10/06/2021"),
    ]  # fmt: skip
    assert table[1]["Lý do"] == ("Mới tạo mã QR cho 1 trong 3 điểm phải có; Không có lượt quét nào trong 6 ngày liên tiếp,"
                                 " lượt quét gần nhất ngày 04/06/2021")  # fmt: skip
    assert table[1]["Số ngày liên tiếp không quét"] == 6 and table[0]["Số ngày liên tiếp không quét"] is None


def test_an_agency_without_a_name_is_called_by_its_code(store, rows):
    told = rows().iloc[[1]].assign(name=None)
    assert f"Kính gửi: {told['key'].iloc[0]}" in lines(letters(store, ON, told, WRITTEN))
