"""The list to call from: contacts with who they are, where to send them, how they met and whom to call first.

One row per case and contact. Made from the questions of queries/tracing; personal data.
"""

import pandas as pd

from queries.persons import FOLDER, district_of, entries, of_district, units
from queries.tracing import BANDS, ContactQuestion, Question, people_met
from rules.priority import Circumstances, priority
from rules.text import fold
from warehouse.reader import Warehouse

NAMED = 4
"""Venues named beside a contact; `venues` counts them all."""
CONTACT_COLUMNS = (
    "case_id", "contact_id", "case_phone", "contact_phone", "other_phones", "contact_name", "birth_year",
    "commune_code", "district_code", "commune", "district", "address", "priority", "reasons", "sure_seconds",
    "probable_seconds", "possible_seconds", "first_meeting", "last_meeting", "venues", "meetings", "number_present",
    "venue_names", "closest_venue", "closest_name", "closest_kind", "indoor", "symptoms", "exposure", "declared_at",
    "household", "cases",
)  # fmt: skip
STEPS = (1, 5, 10, 15, 30, 60, 120)
NOBODY = pd.Series(dtype="int64")


def contact_list(
    warehouse: Warehouse, question: Question, apart: frozenset[int] = frozenset(), found: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the contacts, first those to call first, then the longest together, probably before possibly in every band: that
    order finds the most true contacts in the fewest calls (docs/tracing.md §14). Columns CONTACT_COLUMNS. Of a venue: who was
    there, without a case.

    `apart` names people who are left out: the first ring, when the second is asked for. `found` is what `contacts` answers,
    if it is known. `reasons` holds codes of rules.priority, `commune` and `district` names; what is not known is missing,
    never invented.
    """
    found = people_met(warehouse, question) if found is None else found
    if len(found):
        found = found[~found["contact_id"].isin(apart)]
    if found.empty:
        return pd.DataFrame(columns=list(CONTACT_COLUMNS))
    listed = _with_people(warehouse, found)
    listed = _with_places(warehouse, listed)
    if isinstance(question, ContactQuestion) and question.district:
        listed = listed[_called_by(listed) == question.district].reset_index(drop=True)
        if listed.empty:
            return pd.DataFrame(columns=list(CONTACT_COLUMNS))
        own = of_district(warehouse, set(listed["case_id"]))  # in a second ring a "case" may be a contact from elsewhere
        listed["case_phone"] = listed["case_phone"].where(listed["case_id"].isin(own), None)
    listed = listed.merge(_declared(warehouse, found), left_on="contact_id", right_on="person_id", how="left")
    listed["cases"] = listed.groupby("contact_id")["case_id"].transform("nunique")
    _prioritise(listed, question.min_minutes * 60)
    order = {"priority": True, "probable_seconds": False, "possible_seconds": False, "contact_phone": True, "case_phone": True,
             "contact_id": True, "case_id": True}  # fmt: skip
    listed = listed.sort_values([*order], ascending=[*order.values()], ignore_index=True)[list(CONTACT_COLUMNS)]
    return warehouse.shown("contacts to call", listed)


def _called_by(listed: pd.DataFrame) -> pd.Series:
    """Return the code of the district that calls each contact: where they live; if that is not known, where they met."""
    return listed["district_code"].fillna(listed["closest_district"])


def growth(met: pd.DataFrame, minutes: int) -> pd.DataFrame:
    """Return how many people the list would have, from the answer of queries.tracing.everybody: one row per threshold in
    minutes (`minutes` among them), one column per band."""
    steps = sorted({*STEPS, max(minutes, 1)})
    if met.empty:
        return pd.DataFrame(0, index=pd.Index(steps, name="minutes"), columns=list(BANDS))
    longest = met.groupby(["band", "contact_id"])["seconds"].max()
    table = {band: [int((longest.get(band, NOBODY) >= step * 60).sum()) for step in steps] for band in BANDS}
    return pd.DataFrame(table, index=pd.Index(steps, name="minutes"))


def venue_name(warehouse: Warehouse, venue_id: int) -> str:
    """Return a venue's name, its code where it has none."""
    names = warehouse.query(f"{FOLDER}/venue_names").set_index("venue_id")["name"]
    return str(names[venue_id])


def _with_people(warehouse: Warehouse, found: pd.DataFrame) -> pd.DataFrame:
    who = entries(warehouse, {*found["case_id"].dropna(), *found["contact_id"]})
    who["home"] = [_home(c, a) for c, a in zip(who["commune_code"], who["address"], strict=True)]
    case = who[["person_id", "phone", "home"]].add_prefix("case_").rename(columns={"case_person_id": "case_id"})
    contact = who.rename(columns={"person_id": "contact_id", "phone": "contact_phone", "name": "contact_name"})
    listed = found.merge(case, on="case_id", how="left").merge(contact, on="contact_id", how="left")
    same_home = listed["home"].notna() & (listed["home"] == listed["case_home"])
    same_phone = listed["contact_phone"].notna() & (listed["contact_phone"] == listed["case_phone"])
    names = units()
    above = listed["commune_code"].map(district_of)
    return listed.assign(
        household=same_home | same_phone,
        district_code=above,
        commune=listed["commune_code"].map(lambda code: names.get(code, (None, None))[0]),
        district=above.map(lambda code: names.get(code, (None, None))[0]),
    )


def _home(commune: object, address: object) -> str | None:
    return f"{commune}|{fold(address)}" if isinstance(address, str) and isinstance(commune, str) and fold(address) else None


def _with_places(warehouse: Warehouse, listed: pd.DataFrame) -> pd.DataFrame:
    places = warehouse.query(f"{FOLDER}/venue_names").set_index("venue_id")
    names = places["name"].to_dict()
    told = ["; ".join(names[one] for one in ids[:NAMED]) + (" …" if len(ids) > NAMED else "") for ids in listed["venue_ids"]]
    closest = places.loc[listed["closest_venue"].astype(int)].reset_index(drop=True)
    closest = closest.rename(columns={"name": "closest_name", "kind": "closest_kind", "district_code": "closest_district"})
    return pd.concat([listed.reset_index(drop=True).assign(venue_names=told), closest], axis=1)


def _declared(warehouse: Warehouse, found: pd.DataFrame) -> pd.DataFrame:
    since = found.groupby("contact_id")["first_meeting"].min()
    asked = {"persons": since.index.tolist(), "since": since.dt.to_pydatetime().tolist(), "first": since.min().date()}
    return warehouse.query(f"{FOLDER}/declared", asked)


def _prioritise(listed: pd.DataFrame, threshold: int) -> None:
    columns = ("symptoms", "household", "cases", "sure_seconds", "probable_seconds", "number_present", "indoor")
    known = zip(*(listed[column].astype(object).where(listed[column].notna(), None) for column in columns), strict=True)
    judged = [priority(Circumstances(*row), threshold) for row in known]
    listed["priority"] = [level for level, _ in judged]
    listed["reasons"] = [reasons for _, reasons in judged]
