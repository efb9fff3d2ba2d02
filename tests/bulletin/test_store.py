"""The register of bulletins issued: only ever added to, every line bound to the one before."""

from datetime import date, datetime

import pytest

from warehouse.bulletins import Issue, append, newest, read
from warehouse.errors import BulletinsAltered

DAY, AT = (date(2021, 6, 2), date(2021, 6, 2)), datetime(2021, 6, 3, 6, 0)


@pytest.fixture
def issued(place):
    """issued(scans) adds a bulletin of 02/06/2021."""
    place.warehouse.mkdir(parents=True)
    return lambda scans, days=DAY: append(place, Issue("day", *days, {"scans": scans, "name": "Mỹ Bình"}, {}, AT, "an"))


def test_what_was_issued_comes_back_as_it_was(place, issued):
    assert read(place) == []
    first, second = issued(30), issued(31)
    other = issued(7, (date(2021, 6, 3), date(2021, 6, 3)))
    assert read(place) == [first, second, other]
    assert [issue.version for issue in (first, second, other)] == [1, 2, 1]
    assert (first.made_at, first.made_by, first.content) == (AT, "an", {"scans": 30, "name": "Mỹ Bình"})
    assert newest(read(place), "day", DAY[0]) == second
    assert newest(read(place), "week", DAY[0]) is None


def lines(place):
    return place.bulletins.read_text("utf-8").splitlines(keepends=True)


@pytest.mark.parametrize(("number", "alter"), [
    ("1", lambda old: [old[0].replace("30", "29"), *old[1:]]),
    ("2", lambda old: [old[0], old[1].replace('"an"', '"bình"'), old[2]]),
    ("1", lambda old: old[1:]),
    ("2", lambda old: [old[0], old[2]]),
    ("2", lambda old: [old[0], old[0], *old[1:]]),
    ("2", lambda old: [old[0], old[2], old[1]]),
    ("3", lambda old: [*old[:2], "{}\n"]),
    ("3", lambda old: [*old[:2], "không phải JSON\n"]),
])  # fmt: skip
def test_a_line_altered_taken_out_or_put_in_is_seen(place, issued, number, alter):
    for scans in (30, 31, 32):
        issued(scans)
    place.bulletins.write_text("".join(alter(lines(place))), "utf-8")
    with pytest.raises(BulletinsAltered) as caught:
        read(place)
    assert caught.value.values == {"number": number}
    before = place.bulletins.read_bytes()
    with pytest.raises(BulletinsAltered):
        issued(33)
    assert place.bulletins.read_bytes() == before


def test_an_alteration_with_a_checksum_of_its_own_is_seen_by_the_next_line(place, issued):
    issued(30)
    issued(31)
    later = lines(place)[1]
    place.bulletins.unlink()
    issued(29)
    place.bulletins.write_text(lines(place)[0] + later, "utf-8")
    with pytest.raises(BulletinsAltered):
        read(place)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_line_that_a_crash_cut_off_was_never_issued(place, issued, share):
    first = issued(30)
    whole = place.bulletins.read_bytes()
    issued(31)
    added = place.bulletins.read_bytes()[len(whole) :]
    place.bulletins.write_bytes(whole + added[: int(len(added) * share)])
    assert read(place) == [first]
    again = issued(32)
    assert read(place) == [first, again] and again.version == 2
