"""The tree of agencies: the province's own bodies from a table, districts, communes and invented
enterprises below.

One row per agency: code, name, parent, kind, district (row of the district, -1 = province-wide), commune
(-1).
"""

import pandas as pd

from demo.draw import TABLES, Rng, index, pick, stream, table, texts
from demo.units import Units

DISTRICT_BODIES = (
    ("PYT", "Phòng Y tế"),
    ("GDDT", "Phòng Giáo dục và Đào tạo"),
    ("VHTT", "Phòng Văn hóa và Thông tin"),
    ("TTYT", "Trung tâm Y tế"),
)
FORMS = ("Công ty TNHH", "Công ty Cổ phần", "Doanh nghiệp tư nhân", "Hợp tác xã")


def make(seed: int, units: Units, enterprises: int) -> pd.DataFrame:
    """Return the whole tree, parents before children."""
    rng = stream(seed, 2)
    province = table(TABLES / "agencies.csv").assign(district=-1, commune=-1)
    return pd.concat(
        [province, _districts(units), _communes(units), _enterprises(rng, units, enterprises)],
        ignore_index=True,
    )


def _districts(units: Units) -> pd.DataFrame:
    rows: list[tuple[str, str, str, str, int, int]] = []
    for at, (code, name) in enumerate(zip(units.district_code, units.district_name, strict=True)):
        rows.append((f"H{code}", f"UBND {name}", "AG", "Huyện, thị xã, thành phố", at, -1))
        bodies = [(f"H{code}-{mark}", f"{title} {name}") for mark, title in DISTRICT_BODIES]
        rows += [(mark, title, f"H{code}", "Đơn vị trực thuộc", at, -1) for mark, title in bodies]
    return _frame(rows)


def _communes(units: Units) -> pd.DataFrame:
    places = zip(units.commune_code, units.commune_name, units.district.tolist(), strict=True)
    return _frame(
        [
            (
                f"X{code}",
                f"UBND {name}",
                f"H{units.district_code[district]}",
                "Xã, phường, thị trấn",
                district,
                at,
            )
            for at, (code, name, district) in enumerate(places)
        ]
    )


def _enterprises(rng: Rng, units: Units, size: int) -> pd.DataFrame:
    commune = index(rng, units.weight, size)
    words = pick(rng, table(TABLES / "words.csv"), "word", size)
    forms = texts(FORMS)[rng.integers(0, len(FORMS), size)]
    district = units.district[commune]
    return _frame(
        [
            (f"DN{n + 1:04d}", f"{form} {word} {n + 1}", f"H{units.district_code[d]}", "Doanh nghiệp", d, c)
            for n, (form, word, d, c) in enumerate(zip(forms, words, district.tolist(), commune.tolist(), strict=True))
        ]
    )


def _frame(rows: list[tuple[str, str, str, str, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code", "name", "parent", "kind", "district", "commune"])
