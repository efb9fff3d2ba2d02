"""The canonical columns, in one place: what layouts map headers to and what the cleaning reads."""

from rules.text import fold

_COLUMNS = {
    "scan": """at date time venue_code venue_name direction phone name id_number birth_year person_qr other
        app address""",
    "visit": "in_at out_at venue_code venue_name phone name id_number birth_year other app address",
    "declaration": """at phone name id_number birth_year gender other province district commune address
        symptoms contact_case contact_sick from_country travel venue_code app""",
    "venue": """venue_code venue_name kind agency_code agency_name province district commune address latitude
        longitude opens closes indoor more_codes qr_content registrant_name registrant_phone""",
    "agency": "agency_code agency_name parent_code parent_name kind district sites_owed",
    "administrator": "agency_code agency_name venue_code name position phone email stated_at ended",
    "assessment": "venue_code venue_name at sector score level answers",
    "zone": """unit_code province district commune date risk_level reason decided_by stated_at spread adjoining
        scattered""",
    "card": "person_qr name phone id_number birth_year",
    "case": "case_code name phone id_number birth_year onset sampled isolated status",
}
COLUMNS: dict[str, tuple[str, ...]] = {source: tuple(names.split()) for source, names in _COLUMNS.items()}
"""The canonical columns of each source."""
OF_CITIZENS = ("scan", "visit", "declaration", "card", "case")
"""The sources whose rows name citizens."""

_YES_NO = (
    "symptoms", "contact_case", "contact_sick", "from_country", "travel", "other", "indoor", "adjoining", "scattered", "ended",
)  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {
    "direction": ("in", "out"),
    "gender": ("male", "female", "other"),
    "risk_level": ("very_high", "high", "risk", "normal", "unknown"),
    **dict.fromkeys(_YES_NO, ("yes", "no")),
}
"""The columns whose words a layout may spell out, and the meanings it may give them."""


def header_key(header: str) -> str:
    """Return the form in which headers are compared: folded, without spaces, so that full_name = fullName."""
    return fold(header).replace(" ", "")
