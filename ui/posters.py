"""The parts of the screen of QR codes: a point registered, codes issued, posters and single codes taken away."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from etl.entry import enter
from reports.posters import Issuer, Poster, picture, posters_pdf, posters_zip
from rules.qr import VENUE, grouped
from rules.venue_form import VenueForm, faults, issue, reissue
from ui.answers import of_qr
from ui.filters import some_given, warn, whole_given, write_address
from ui.loading import refused
from ui.reference import communes, district_name, districts, kinds
from ui.session import later
from ui.signed_in import place, user
from ui.tables import table
from ui.texts import number, plain, say
from warehouse.clock import now
from warehouse.reader import Warehouse

LAYOUT = "venue_diemkiemsoat"
AT_ONCE = 1_000
"""Posters in one file: half a minute of drawing, and a stack that a print shop takes."""
FORMS = ("pdf", "zip")


def register(store: Warehouse) -> None:
    """Offer to type in a control point; lists come in on the loading screen."""
    for told in st.session_state.pop("registered", []):
        st.success(told)
    turn = st.session_state.get("venue_turn", 0)
    with st.expander(say("posters.register"), icon=":material/add_location:", key=f"register {turn}"):
        st.caption(say("posters.register_note"))
        form = _typed(store, turn)
        lacking = faults(form)
        if lacking:
            st.caption(say("posters.lacking", what=", ".join(say(f"posters.field_{field}") for field in lacking)))
        elif known := _same_name(store, form):
            st.warning(say("posters.same_name", codes=plain(", ".join(known))))
        if st.button(say("posters.save"), type="primary", disabled=bool(lacking), key="register save"):
            report = enter(place(), LAYOUT, form.row(), by=user())
            if not refused(report):
                known_before = "" if report.loaded else "_before"
                _again([say(f"posters.registered{known_before}", name=plain(form.name.strip()))])


def _typed(store: Warehouse, turn: int) -> VenueForm:
    one, two, three = st.columns([2, 1, 1])
    name = one.text_input(say("posters.field_name"), key=f"venue name {turn}", max_chars=150, autocomplete="off")
    kind = two.selectbox(say("posters.field_kind"), list(kinds()), None, format_func=kinds().__getitem__,
                         placeholder=say("posters.choose"), key=f"venue kind {turn}")  # fmt: skip
    agencies = of_qr("agencies", store)
    agency = three.selectbox(say("posters.field_agency"), list(agencies), None, format_func=agencies.__getitem__,
                             placeholder=say("posters.none"), key=f"venue agency {turn}")  # fmt: skip
    four, five, six = st.columns([1, 1, 2])
    district = four.selectbox(say("posters.field_district"), list(districts()), None, format_func=district_name,
                              placeholder=say("posters.choose"), key=f"venue district {turn}")  # fmt: skip
    below = communes(district or "")
    commune = five.selectbox(say("posters.field_commune"), list(below), None, format_func=below.__getitem__,
                             placeholder=say("posters.none"), key=f"venue commune {turn} {district}")  # fmt: skip
    address = six.text_input(say("posters.field_address"), key=f"venue address {turn}", max_chars=200, autocomplete="off")
    content = st.text_input(say("posters.field_content"), key=f"venue content {turn}", max_chars=250, autocomplete="off",
                            help=say("posters.content_help"))  # fmt: skip
    words = kinds()[kind] if kind else ""
    return VenueForm(name, words, districts().get(district or "", ""), below.get(commune or "", ""), address,
                     agency or "", content)  # fmt: skip


def _same_name(store: Warehouse, form: VenueForm) -> list[str]:
    """Return the codes of points that bear this name in this district already."""
    rows = of_qr("venues", store)
    same = rows["name"].str.casefold() == form.name.strip().casefold()
    here = rows["district_code"].map(districts()) == form.district
    return rows.loc[same & here, "code"].tolist()


def _again(told: Sequence[str]) -> None:
    """Draw the screen anew, with its form empty and these words above."""
    st.session_state["registered"] = list(told)
    st.session_state["venue_turn"] = st.session_state.get("venue_turn", 0) + 1
    st.rerun()


def chosen(store: Warehouse) -> pd.DataFrame:
    """Show the filters, kept in the address, and return the points they choose."""
    wrong: list[str] = []
    agencies = of_qr("agencies", store)
    given = {name: some_given(name, known, wrong) for name, known in
             {"district": districts(), "kind": kinds(), "agency": agencies}.items()}  # fmt: skip
    warn(wrong)
    one, two, three, four = st.columns([2, 2, 2, 1.4], vertical_alignment="bottom")
    where = one.multiselect(say("posters.districts"), list(districts()), list(given["district"]), format_func=district_name,
                            placeholder=say("app.all"), key="poster districts")  # fmt: skip
    what = two.multiselect(say("posters.kinds"), list(kinds()), list(given["kind"]), format_func=kinds().__getitem__,
                           placeholder=say("app.all"), key="poster kinds")  # fmt: skip
    options, first = list(agencies), next(iter(given["agency"]), None)
    whose = three.selectbox(say("posters.agency"), options, options.index(first) if first else None, key="poster agency",
                            format_func=agencies.__getitem__, placeholder=say("app.all"))  # fmt: skip
    lacking = four.toggle(say("posters.only_without"), st.query_params.get("without") == "1", key="poster without")
    write_address(
        {"district": ",".join(where), "kind": ",".join(what), "agency": whose or "", "without": "1" if lacking else ""}
    )
    rows: pd.DataFrame = of_qr("venues", store, tuple(where), tuple(what), whose or "")
    return rows[rows["qr_code"].isna()].reset_index(drop=True) if lacking else rows


def shown(store: Warehouse, found: pd.DataFrame) -> bool:
    """Show the points with the code on their posters; return whether there are any."""
    if found.empty:
        st.info(say("posters.nothing"))
        return False
    have = int(found["qr_code"].notna().sum())
    for column, (label, figure) in zip(st.columns(3), (("points", len(found)), ("with_code", have),
                                                       ("without_code", len(found) - have)), strict=True):  # fmt: skip
        column.metric(say(f"posters.{label}"), number(figure), border=True)
    agencies = of_qr("agencies", store)
    rows = found.assign(kind=found["kind"].map(kinds()), district=found["district_code"].map(district_name),
                        agency=found["agency_code"].map(agencies))  # fmt: skip
    texts = dict.fromkeys(("kind", "district", "agency", "address", "issued_by", "replaces"), "text")
    table("posters.table", rows, {"code": "text", "name": "text", "qr_code": "text", "issued_at": "moment", **texts})
    return True


def batch(store: Warehouse, found: pd.DataFrame) -> None:
    """Offer to issue the codes that lack, and the posters of all points chosen as one file."""
    st.subheader(say("posters.batch"))
    names = dict(zip(found["venue_id"].tolist(), (found["name"] + " · " + found["code"]).tolist(), strict=True))
    picked = st.multiselect(say("posters.picked"), list(names), format_func=names.__getitem__, key="poster picked",
                            placeholder=say("posters.picked_all", count=number(len(found))))  # fmt: skip
    rows = found[found["venue_id"].isin(picked)] if picked else found
    lacking = rows[rows["qr_code"].isna()]
    if store.settings.qr_payload.startswith(VENUE):
        st.warning(say("posters.own_form"))
    if len(lacking):
        st.markdown(say("posters.lack_codes", count=number(len(lacking))))
        if st.button(say("posters.issue", count=number(len(lacking))), type="primary", key="issue codes"):
            with st.spinner(say("posters.issuing")):
                entries = [issue(row.code, row.name_, store.settings.qr_payload) for row in
                           lacking.rename(columns={"name": "name_"}).itertuples()]  # fmt: skip
                report = enter(place(), LAYOUT, *entries, by=user())
            if not refused(report):
                _again([say("posters.issued_done", count=number(report.loaded))])
    ready = rows[rows["qr_code"].notna()]
    left, right, last = st.columns([1, 2, 2], vertical_alignment="bottom")
    size = left.segmented_control(say("posters.size"), ("A4", "A5"), default="A4", key="poster size") or "A4"
    form = right.segmented_control(say("posters.form"), FORMS, default="pdf", key="poster form",
                                   format_func=lambda name: say(f"posters.form_{name}")) or "pdf"  # fmt: skip
    if len(ready) > AT_ONCE:
        st.info(say("posters.too_many", most=number(AT_ONCE)))
    write = posters_zip if form == "zip" else posters_pdf
    last.download_button(
        say("posters.download", count=number(len(ready))), key="posters file", icon=":material/print:", type="primary",
        data=later(lambda: write(_posters(store, ready), size, issuer(store), now())), file_name=f"ma-qr-{size}.{form}",
        disabled=ready.empty or len(ready) > AT_ONCE,
    )  # fmt: skip


def issuer(store: Warehouse) -> Issuer:
    """Return who puts up the posters, as the settings say."""
    settings = store.settings
    return Issuer(settings.province_name, settings.department_name, settings.hotline, demo=store.place.is_demo)


def _posters(store: Warehouse, rows: pd.DataFrame) -> list[Poster]:
    places, agencies = communes(), of_qr("agencies", store)
    return [
        Poster(row.qr_code, row.content, row.name_,
               ", ".join(filter(None, [row.address, places.get(row.commune_code), districts().get(row.district_code)])),
               agencies.get(row.agency_code) or district_name(row.district_code))
        for row in rows.rename(columns={"name": "name_"}).itertuples()
    ]  # fmt: skip


def one(store: Warehouse, found: pd.DataFrame) -> None:
    """Show one point's code as it is printed, its former codes, and offer a new one."""
    st.subheader(say("posters.one"))
    names = dict(zip(found["venue_id"].tolist(), (found["name"] + " · " + found["code"]).tolist(), strict=True))
    options, given = list(names), whole_given("venue", [])
    venue = st.selectbox(say("posters.venue"), options, options.index(given) if given in names else None, key="poster venue",
                         format_func=names.__getitem__, placeholder=say("posters.choose"))  # fmt: skip
    write_address({"venue": str(venue or "")})
    if venue is None:
        return
    row = found.set_index("venue_id").loc[venue]
    history = of_qr("codes", store, venue)
    left, right = st.columns([1, 2.4])
    if row["qr_code"] is None:
        left.info(say("posters.no_code"))
    else:
        left.image(picture(row["content"], "png", 600), caption=grouped(row["qr_code"]), width=260)
        for kind in ("svg", "png"):
            left.download_button(kind.upper(), data=picture(row["content"], kind), file_name=f"ma-qr.{kind}", key=f"one {kind}")
    with right:
        columns = {"code": "text", "issued_at": "moment", "issued_by": "text", "replaces": "text", "content": "text"}
        table("posters.codes", history, columns, download=False)
        st.caption(say("posters.codes_note"))
        if row["qr_code"] is not None:
            sure = st.checkbox(say("posters.reissue_sure"), key=f"reissue sure {venue}")
            if st.button(say("posters.reissue"), disabled=not sure, key="reissue"):
                _reissue(store, str(row["qr_code"]), str(row["name"]))


def _reissue(store: Warehouse, code: str, name: str) -> None:
    settings = store.settings
    report = enter(place(), LAYOUT, reissue(code, name, settings.qr_payload, settings.province_code), by=user())
    if not refused(report):
        _again([say("posters.reissued", name=plain(name))])
