"""Random provinces: the figures as a slow oracle has them, from the lake's own rows; what must add up adds up."""

import random
from contextlib import closing
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from queries.adoption import Asked, figures, trend, venues
from tests.conftest import seeds
from warehouse.reader import Warehouse

FIRST, DAYS = date(2021, 6, 1), 20
NAMES = ("Nguyễn Văn An", "Nguyễn An", "Trần Thị Bình", "Lê Cảnh")
KINDS = {"benh_vien": "Bệnh viện", "cong_ty": "Công ty", "quan_an": "Quán ăn"}
DISTRICTS = {"886": "An Phú", "891": "Tri Tôn"}
APPS = ("VHD", "Bluezone", "NCOVI", "tokhaiyte", "Thẻ", "")


def moment(draw):
    return datetime.combine(FIRST, datetime.min.time()) + timedelta(minutes=draw.randrange(DAYS * 1440))


@pytest.fixture
def province(place, file, into):
    """province(seed) loads a random province and returns its open warehouse."""

    def loaded(seed):
        draw = random.Random(seed)
        codes = [f"A{number}" for number in range(9)]
        tree = [[code, f"Đơn vị {code}", draw.choice([*codes, "MAT", ""]), draw.choice(["", "0", "1", "3"])] for code in codes]
        sites = [[f"S{n}", f"Điểm {n}", draw.choice([*codes, "KHAC", ""]), *(draw.choice(list(words.values())) for words in (KINDS, DISTRICTS))]
                 for n in range(14)]  # fmt: skip
        who = lambda: (f"09123456{draw.randrange(12):02d}", draw.choice([*NAMES, ""]))  # noqa: E731
        scans = [[f"{moment(draw):%d/%m/%Y %H:%M:%S}", f"S{draw.randrange(16)}", *who(), draw.choice(["Vào", "Vào", "Ra"]), draw.choice(APPS)]
                 for _ in range(400)]  # fmt: skip
        told = [[f"{moment(draw):%d/%m/%Y %H:%M}", *who(), "Không"] for _ in range(draw.choice([0, 25]))]
        heads = [[draw.choice(codes), draw.choice(["", "", f"S{draw.randrange(14)}"]), "Lê Thử", draw.choice(["", "Quản lý"]),
                  f"09876543{n:02d}", draw.choice(["", "a@vidu.example"])] for n in range(6)]  # fmt: skip
        judged = [[f"S{draw.randrange(14)}", f"{moment(draw):%d/%m/%Y %H:%M}", "An toàn"] for _ in range(5)]
        paths = [
            file("1.csv", ["Mã đơn vị", "Tên đơn vị", "Mã đơn vị cấp trên", "Số điểm phải triển khai"], tree),
            file("2.csv", ["Mã địa điểm", "Tên địa điểm", "Mã đơn vị", "Loại hình", "Quận/Huyện"], sites),
            file("3.csv", ["Thời gian", "Mã địa điểm", "Số điện thoại", "Họ và tên", "Chiều", "Ứng dụng"], scans),
            file("4.csv", ["Mã đơn vị", "Mã địa điểm", "Họ và tên", "Chức vụ", "Số điện thoại", "Email"], heads),
            file("5.csv", ["Mã địa điểm", "Ngày đánh giá", "Mức độ an toàn"], judged),
        ]
        if told:
            paths.append(file("6.csv", ["Thời gian khai báo", "Số điện thoại", "Họ và tên", "Triệu chứng"], told))
        into(*paths)
        return Warehouse(place)

    return loaded


class Oracle:
    """The same figures, one venue and one row at a time."""

    def __init__(self, store, asked):
        rows = lambda query: store._con.execute(query).fetchall()  # noqa: E731
        self.asked = asked
        self.venues = {
            v[0]: v[1:]
            for v in rows(
                "select venue_id, code, agency_code, coalesce(kind, 'khac'), coalesce(district_code, ''), registered from lake.venue"
            )
        }
        self.agencies = {a[0]: a[1:] for a in rows("select agency_code, parent_code, sites_owed from lake.agency")}
        self.scans = rows("select venue_id, person_id, day, app from lake.scan")
        self.visits = rows("select venue_id, person_id, day, in_at, out_at from lake.visit_by_person where in_at is not null")
        self.told = rows("select person_id, declared_at from lake.declaration")
        self.human = dict(rows("select person_id, human_id from lake.person_link"))
        self.heads = rows(
            "select agency_code, venue_code, has_name and has_position and has_phone and has_email from lake.administrator_of"
        )
        self.judged = {
            v
            for v, at in rows("select venue_id, assessed_at from lake.assessment where level is not null")
            if at.date() <= asked.on
        }

    def parent(self, agency):
        """By the registry, unless it is unknown or leads back here."""
        parent, seen = self.agencies[agency][0], set()
        at = parent
        while at in self.agencies and at not in seen:
            if at == agency:
                return None
            seen.add(at)
            at = self.agencies[at][0]
        return parent if parent in self.agencies else None

    def above(self, agency):
        return [] if agency is None else [agency, *self.above(self.parent(agency))]

    def home(self, venue):
        agency = self.venues[venue][1]
        return agency if agency in self.agencies else ""

    def groups(self, venue, split):
        _, _, kind, district, _ = self.venues[venue]
        home = self.home(venue)
        one = {
            "tree": self.above(home) if home else [""],
            "own": [home],
            "district": [district],
            "kind": [kind],
            "venue": [str(venue)],
        }
        return {*one[split], "*"}

    def asked_about(self, venue):
        _, _, kind, district, _ = self.venues[venue]
        root, districts, kinds = self.asked.root, self.asked.districts, self.asked.kinds
        below = not root or (self.home(venue) and root in self.above(self.home(venue)))
        return below and (not districts or district in districts) and (not kinds or kind in kinds)

    def declared(self, person, at):
        human = self.human.get(person, person)
        first = at.date() - timedelta(days=6)
        return any(self.human.get(other, other) == human and first <= when.date() and when <= at for other, when in self.told)

    def figures(self, split, key):
        on, days = self.asked.on, self.asked.days
        mine = {venue for venue in self.venues if self.asked_about(venue) and key in self.groups(venue, split)}
        coded = {venue for venue in mine if self.venues[venue][4]}
        ago = lambda day: (on - day).days  # noqa: E731
        scanned = lambda first, last: [s for s in self.scans if s[0] in mine and first <= ago(s[2]) < last]  # noqa: E731
        sites = lambda scans: len({s[0] for s in scans} & coded)  # noqa: E731
        now, before, arrived = (
            scanned(0, days),
            scanned(days, 2 * days),
            [v for v in self.visits if v[0] in mine and 0 <= ago(v[2]) < days],
        )
        known = any(0 <= ago(at.date()) < days + 6 for _, at in self.told)
        family = [next((f for f in ("bluezone", "ncovi", "vhd") if f in (s[3] or "").lower()), "other") for s in now]
        past = [s[2] for s in self.scans if s[0] in mine and s[2] <= on]
        return {
            "registered": len(coded), "assessed": len(coded & self.judged),
            "charged": sum(any(code == self.venues[v][0] or (code is None and agency == self.venues[v][1]) for agency, code, _ in self.heads) for v in coded),
            "active_1": sites(scanned(0, 1)), "active_7": sites(scanned(0, 7)), "active": sites(now), "active_before": sites(before),
            "strangers": len({s[0] for s in now} - coded), "scans_1": len(scanned(0, 1)), "scans_7": len(scanned(0, 7)), "scans": len(now),
            "scans_before": len(before), "people": len({s[1] for s in now}), "people_before": len({s[1] for s in before}),
            "arrivals": len(arrived), "complete": sum(v[4] is not None for v in arrived),
            "declared": sum(self.declared(v[1], v[3]) for v in arrived) if known else None,
            **{f: family.count(f) for f in ("vhd", "bluezone", "ncovi", "other")}, "last_day": max(past, default=None),
            "silent_days": ago(max(past)) if past else None,
        }  # fmt: skip

    def duties(self, split, key):
        root = self.asked.root
        mine = [
            a
            for a in self.agencies
            if (not root or root in self.above(a)) and (key == "*" or a == key or (split == "tree" and key in self.above(a)))
        ]
        home = {v[0]: v[1] for v in self.venues.values()}
        named = {a or home.get(code) for a, code, _ in self.heads}
        owed = {a: self.agencies[a][1] for a in mine if self.agencies[a][1] is not None}
        made = lambda a: sum(v[1] == a and v[4] for v in self.venues.values())  # noqa: E731
        return {
            "agencies": len(mine), "agencies_named": sum(a in named for a in mine),
            "agencies_complete": sum(a in {a or home.get(code) for a, code, whole in self.heads if whole} for a in mine),
            "owed": sum(owed.values()) if owed else None, "owed_named": sum(o for a, o in owed.items() if a in named) if owed else None,
            "covered": sum(min(o, made(a)) for a, o in owed.items()) if owed else None, "owed_unknown": len(mine) - len(owed),
        }  # fmt: skip


def plain(value):
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else int(value)


@pytest.mark.parametrize("seed", seeds(4))
def test_figures_as_the_oracle_has_them(seed, province):
    draw = random.Random(1000 + seed)
    with closing(province(seed)) as store:
        assert store._con.execute("select count(*) from lake.person_link where person_id <> human_id").fetchone()[0] > 0
        for split, narrow in (("tree", {}), ("own", {}), ("tree", {"root": f"A{draw.randrange(9)}"}), ("district", {"kinds": ("benh_vien", "cong_ty")}),
                              ("kind", {"districts": ("891",)}), ("venue", {}), ("tree", {"districts": ("886",)})):  # fmt: skip
            asked = Asked(FIRST + timedelta(days=draw.randrange(1, DAYS + 3)), draw.choice([1, 7, 3]), **narrow)
            oracle, found = Oracle(store, asked), figures(store, asked, split)
            groups = {key for v in oracle.venues if oracle.asked_about(v) for key in oracle.groups(v, split)}
            duties = split in ("tree", "own") and not asked.districts and not asked.kinds
            assert groups <= set(found.index)
            for key, row in found.iterrows():
                expected = oracle.figures(split, key) | (oracle.duties(split, key) if duties and key != "" else {})
                if key not in groups:
                    expected["declared"] = None
                assert {name: plain(row[name]) for name in expected} == expected, (split, asked, key)


@pytest.mark.parametrize("seed", seeds(2))
def test_sums_are_totals_and_people_are_no_sums(seed, province):
    with closing(province(5 + seed)) as store:
        asked = Asked(date(2021, 6, 12), 7)
        for split in ("own", "district", "kind", "venue"):
            rows = figures(store, asked, split)
            parts, whole = rows.drop(index="*"), rows.loc["*"]
            for name in (
                "registered",
                "charged",
                "active_1",
                "active_7",
                "active",
                "scans",
                "scans_1",
                "arrivals",
                "complete",
                "vhd",
                "other",
                "assessed",
            ):
                assert parts[name].sum() == whole[name], (split, name)
            assert parts["people"].max() <= whole["people"] <= parts["people"].sum()
            assert (
                (rows["people"] <= rows["scans"])
                & (rows["active_1"] <= rows["active_7"])
                & (rows["active_7"] <= rows["registered"])
            ).all()
            assert (rows[["vhd", "bluezone", "ncovi", "other"]].sum(axis=1) == rows["scans"]).all()
        days = store._con.execute("select scans, people from lake.day_total where day = date '2021-06-12'").fetchone()
        one = figures(store, Asked(date(2021, 6, 12), 1), "tree").loc["*"]
        assert (one["scans"], one["people"]) == days
        line = trend(store, asked)
        assert (len(line), line["scans"].tail(7).sum(), line["active"].iloc[-1]) == (
            28,
            rows.loc["*", "scans_7"],
            rows.loc["*", "active_1"],
        )
        listed = venues(store, asked, None)
        assert listed["scans"].sum() == rows.loc["*", "scans"] and listed["code"].is_unique
        assert sum(len(venues(store, asked, agency)) for agency in ["", *(f"A{n}" for n in range(9))]) == len(listed)
