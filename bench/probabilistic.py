"""Splink as a peer of the linking rules: a Fellegi-Sunter model over the same entries, trained without labels.

Comparisons and blocking are chosen as favourably as the data allow; nothing but the threshold is taken from the truth.
"""

import duckdb
import pandas as pd
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

NAME = comparisons.CustomComparison(
    [
        levels.NullLevel("folded"),
        levels.ExactMatchLevel("folded", term_frequency_adjustments=True),
        levels.ExactMatchLevel("name_key"),
        levels.CustomLevel("family_l = family_r and given_l = given_r and least(words_l, words_r) = 2", "middle left out"),
        levels.JaroWinklerLevel("folded", 0.95),
        levels.JaroWinklerLevel("folded", 0.88),
        levels.ElseLevel(),
    ],
    "name",
)
PHONE = comparisons.CustomComparison(
    [
        levels.NullLevel("phone"),
        levels.ExactMatchLevel("phone"),
        levels.DamerauLevenshteinLevel("phone", 1),
        levels.ElseLevel(),
    ],
    "number",
)
ID = comparisons.CustomComparison(
    [
        levels.CustomLevel("any_id_l is null or any_id_r is null", "none").configure(is_null_level=True),
        levels.CustomLevel("id_number_l = id_number_r", "same"),
        levels.CustomLevel("damerau_levenshtein(id_number_l, id_number_r) = 1", "one digit off"),
        levels.CustomLevel("right(any_id_l, 6) = right(any_id_r, 6)", "shown digits agree"),
        levels.ElseLevel(),
    ],
    "id",
)
HOME = comparisons.CustomComparison(
    [
        levels.NullLevel("commune_code"),
        levels.ExactMatchLevel("home"),
        levels.ExactMatchLevel("commune_code"),
        levels.ElseLevel(),
    ],
    "residence",
)
BLOCKS = ("phone", "id_number", "folded", "name_key", "substr(phone, 1, 11)", "substr(phone, 5, 8)")
ENTRY_SQL = """
select person_id as unique_id, phone, id_number, coalesce(id_number, id_tail) as any_id, commune_code, born,
    folded, array_to_string(list_sort(string_split(folded, ' ')), ' ') as name_key,
    split_part(folded, ' ', 1) as family, split_part(folded, ' ', -1) as given, len(string_split(folded, ' ')) as words,
    commune_code || lower(address) as home
from entries
"""


def scored(entries: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of `entries` (person_id, folded, born, phone, …) with the match weight of each: one, other, weight."""
    con = duckdb.connect()
    con.register("entries", entries)
    con.execute(f"create table entry as {ENTRY_SQL}")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[NAME, PHONE, ID, HOME, comparisons.ExactMatch("born")],
        blocking_rules_to_generate_predictions=[block_on(rule) for rule in BLOCKS],
    )
    linker = Linker(DuckDBAPI(con).register("entry"), settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("id_number"), block_on("phone", "name_key")], recall=0.5)
    training.estimate_u_using_random_sampling(max_pairs=2e7, seed=1)
    for rule in (block_on("id_number"), block_on("name_key", "born")):
        training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    found = linker.inference.predict(threshold_match_weight=-5, warning_mode="never").as_pandas_dataframe()
    return found[["unique_id_l", "unique_id_r", "match_weight"]].set_axis(["one", "other", "weight"], axis=1)
