"""The dashboard in a real browser: no request leaves this machine, the map works, an upload goes all the way."""

from contextlib import closing
from io import BytesIO

from openpyxl import load_workbook

from etl.pipeline import load
from queries.tracing import cases
from warehouse.reader import Warehouse


def test_the_first_address_may_be_any_page(site, page):
    address, _ = site
    page.goto(f"{address}/traffic?kind=quan_ca_phe")
    page.get_by_role("heading", name="Lưu lượng vào, ra").wait_for()
    page.get_by_text("DỮ LIỆU GIẢ ĐỊNH").wait_for()
    page.get_by_role("link", name="Truy vết").wait_for()
    page.get_by_text("Quán cà phê").first.wait_for()
    assert "kind=quan_ca_phe" in page.url
    assert page.outside == []


def test_the_map_shows_its_points_and_a_click_opens_a_venue(site, page):
    address, _ = site
    page.goto(f"{address}/traffic")
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")
    frame.locator(".leaflet-heatmap-layer").wait_for()
    frame.locator(".seat", has_text="Long Xuyên").wait_for(state="attached")
    inside = next(f for f in page.frames if "streamlit_folium" in f.url)
    inside.wait_for_function("window.map && Object.values(window.map._layers).some(l => l.feature)")
    where = inside.evaluate(
        "() => { const p = Object.values(window.map._layers).filter(l => l.feature && l.getLatLng)"
        " .map(l => window.map.latLngToContainerPoint(l.getLatLng())).find(p => p.x > 80 && p.y > 80 && p.y < 430); return [p.x, p.y]; }"
    )
    box = page.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    page.mouse.move(box["x"] + where[0], box["y"] + where[1])
    frame.locator(".leaflet-container").click(position={"x": where[0], "y": where[1]})
    page.get_by_text("Đang xem:").wait_for()
    assert page.outside == []


def choose(page, case):
    box = page.get_by_role("combobox", name="Ca bệnh").first
    box.click()
    box.fill(case)
    page.get_by_role("option").first.click()


def test_the_list_of_one_case_never_stands_under_another(site, page):
    address, place = site
    with closing(Warehouse(place)) as store:
        codes = cases(store)["case_code"].tolist()
    page.goto(f"{address}/tracing")
    page.get_by_text("Ca bệnh", exact=True).click()
    choose(page, codes[1])
    page.locator("[data-testid=stDataFrame]").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.evaluate("""() => {
        document.querySelectorAll('[data-testid=stDataFrame]').forEach(one => one.dataset.former = 'yes');
        document.querySelectorAll('h3').forEach(one => one.dataset.former = 'yes');
        window.told = [];
        new MutationObserver(() => {
            const stands = [...document.querySelectorAll('h3:not([data-former])')].some(one => one.innerText.includes('Nơi đã đến'));
            if (stands) told.push(document.querySelectorAll('[data-testid=stDataFrame][data-former]').length);
        }).observe(document.body, {childList: true, subtree: true, characterData: true});
    }""")
    choose(page, codes[2])
    page.wait_for_function("window.told.length > 0")
    assert set(page.evaluate("window.told")) == {0}


def test_an_upload_is_previewed_loaded_and_counted(site, page, tmp_path):
    address, place = site
    path = tmp_path / "quet_moi.csv"
    path.write_text("Thời gian,Mã địa điểm,Số điện thoại,Họ và tên,Chiều\n09/06/2021 20:00:00,MOI-1,0912345678,Lê An,Vào\n"
                    "09/06/2021 21:00:00,MOI-1,0912345678,Lê An,Ra\n09/06/2021 21:00:00,MOI-1,113,Lê Bé,Ra\n")  # fmt: skip
    page.goto(f"{address}/loading")
    page.get_by_role("heading", name="Sổ nạp dữ liệu").wait_for()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("Nhật ký quét mã điểm kiểm soát (tokhaiyte.vn)").first.wait_for()
    page.get_by_role("button", name="Nạp 1 bảng vào kho dữ liệu").click()
    page.get_by_text("Đã nạp 2 dòng, 0 dòng trùng, 1 dòng bị loại").wait_for()
    assert not list(place.work.glob("upload-*"))
    assert page.outside == []


def test_a_narrow_screen_has_no_sideways_scroll(site, page):
    address, _ = site
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("", "traffic", "tracing", "loading"):
        page.goto(f"{address}/{name}")
        page.get_by_role("heading", level=1).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_from_a_case_to_its_results_and_what_changed_since(site, page, tmp_path):
    """Case in → list → workbook → filled → uploaded → progress → difference after a late load."""
    address, place = site
    with closing(Warehouse(place)) as store:
        longest = "select venue_id, day from lake.visit_by_person group by all order by count(*) desc limit 1"
        ((venue, day),) = store._con.execute(longest).fetchall()
        ((code,),) = store._con.execute("select code from lake.venue where venue_id = ?", [venue]).fetchall()
    header = "Mã bệnh nhân,Họ và tên,Số điện thoại,Ngày khởi phát,Ngày lấy mẫu,Ngày cách ly,Tình trạng\n"
    ill = tmp_path / "ca_benh.csv"
    ill.write_text(f"{header}BN-MOI,Lê Thử,0977000111,{day:%d/%m/%Y},{day:%d/%m/%Y},{day:%d/%m/%Y} 23:00:00,Đang điều trị\n")
    scan = "Thời gian,Mã địa điểm,Số điện thoại,Họ và tên,Chiều\n"
    log = tmp_path / "quet.csv"
    log.write_text(f"{scan}{day:%d/%m/%Y} 06:00:00,{code},0977000111,Lê Thử,Vào\n"
                   f"{day:%d/%m/%Y} 10:00:00,{code},0977000111,Lê Thử,Ra\n"
                   f"{day:%d/%m/%Y} 06:30:00,{code},0977000222,Đỗ Gặp,Vào\n"
                   f"{day:%d/%m/%Y} 09:30:00,{code},0977000222,Đỗ Gặp,Ra\n")  # fmt: skip
    load(place, [ill, log], by="test", progress=lambda *_: None)
    page.goto(f"{address}/tracing")
    page.get_by_text("Nhiều ca cùng lúc").wait_for()
    box = page.locator("input[aria-label^='Số điện thoại']").first
    box.fill("le thu")
    box.press("Enter")
    page.get_by_label("Người cần tìm").click()
    page.get_by_role("option").first.click()
    page.get_by_text("từ 15 phút trở lên").first.wait_for()
    page.get_by_label("Số hồ sơ").fill("77/HS")
    page.get_by_label("Lý do").fill("Truy vết BN-MOI")
    page.get_by_label("Lý do").press("Enter")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải danh sách để gọi (Excel)").click()
    book = load_workbook(BytesIO(waiting.value.path().read_bytes()))
    heads = {cell.value: cell.column for cell in book.worksheets[1][1]}
    phones = [row[heads["Số điện thoại"] - 1].value for row in book.worksheets[1].iter_rows(min_row=2)]
    assert "0977000222" in phones
    book.worksheets[1].cell(2 + phones.index("0977000222"), heads["Kết quả liên hệ"]).value = "Đã liên hệ được"
    book.save(tmp_path / "filled.xlsx")
    page.get_by_text("Danh sách đã lập").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "filled.xlsx")
    page.get_by_text("nhận 1 ô").wait_for()
    page.locator("[data-testid=stMetric]", has_text="Đã liên hệ").get_by_text("1", exact=True).wait_for()
    page.get_by_text("0 người mới, 0 rút khỏi danh sách, 0 đổi số liệu.").wait_for()
    late = tmp_path / "tre.csv"
    late.write_text(f"{scan}{day:%d/%m/%Y} 07:00:00,{code},0977000333,Võ Trễ,Vào\n"
                    f"{day:%d/%m/%Y} 09:00:00,{code},0977000333,Võ Trễ,Ra\n")  # fmt: skip
    load(place, [late], by="test", progress=lambda *_: None)
    page.reload()
    page.get_by_text("Danh sách đã lập").click()
    page.get_by_text("1 người mới").wait_for()
    assert page.outside == []
