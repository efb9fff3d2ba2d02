"""Slow, obvious versions of the rules that the SQL must agree with. Times are whole seconds."""

from collections import defaultdict


def visits(scans, fold=60, cap=24 * 3600):
    """scans: (person, venue, t, is_in). Returns {(person, venue, in, out, next, prev)}."""
    folded = defaultdict(list)  # (person, venue) → [(t, is_in)] in order
    moments = defaultdict(dict)
    for person, venue, t, is_in in scans:
        moments[person, venue].setdefault(t, set()).add(is_in)
    for key, at in moments.items():
        last_t, last_ways, was_in = None, None, None
        for t in sorted(at):
            ways = at[t]
            if len(ways) == 2:
                inside = bool(was_in) and t - last_t <= cap
                folded[key] += [(t, False), (t, True)] if inside else [(t, True), (t, False)]
            else:
                (way,) = ways
                if last_t is None or last_ways != ways or t - last_t > fold:
                    folded[key].append((t, way))
                was_in = way
            last_t, last_ways = t, ways
    of_person = defaultdict(set)
    for (person, _), kept in folded.items():
        of_person[person] |= {t for t, _ in kept}
    found = set()
    for (person, venue), kept in folded.items():
        used = set()
        for index, (t, is_in) in enumerate(kept):
            if index in used:
                continue
            after = min((x for x in of_person[person] if x > t), default=None)
            before = max((x for x in of_person[person] if x < t), default=None)
            follower = kept[index + 1] if index + 1 < len(kept) else None
            if is_in and follower and not follower[1] and follower[0] - t <= cap:
                used.add(index + 1)
                out = follower[0]
                before_out = max((x for x in of_person[person] if x < out), default=None)
                found.add((person, venue, t, out, _if(after, lambda x: x < out), _if(before_out, lambda x: x > t)))
            elif is_in:
                found.add((person, venue, t, None, _if(after, lambda x: x < t + cap), None))
            else:
                found.add((person, venue, None, t, None, _if(before, lambda x: x > t - cap)))
    return found


def _if(value, test):
    return value if value is not None and test(value) else None


def stays(visit, cap, typical, opens=None, closes=None, day=24 * 3600):
    """Yield {band: (from, to)} of a visit (in, out, next, prev); opens and closes in seconds of the day, opens < closes."""
    came, went, following, previous = visit
    if came is not None and went is not None:
        if went - came <= cap:
            yield dict.fromkeys(("sure", "probable", "possible"), (came, went))
            return
        yield from stays((came, None, following, None), cap, typical, opens, closes, day)
        yield from stays((None, went, None, previous), cap, typical, opens, closes, day)
    elif came is not None:
        ends = [came + cap]
        if following is not None:
            ends.append(following)
        if closes is not None and came % day < closes:
            ends.append(came - came % day + closes)
        yield {"sure": (came, came), "possible": (came, min(ends)), "probable": (came, min(*ends, came + typical))}
    else:
        starts = [went - cap]
        if previous is not None:
            starts.append(previous)
        if opens is not None and went % day > opens:
            starts.append(went - went % day + opens)
        yield {"sure": (went, went), "possible": (max(starts), went), "probable": (max(*starts, went - typical), went)}


def contacts(people, case, window, band, rules, tick):
    """people: {person: [(venue, visit)]}; rules: {venue: (cap, typical, opens, closes)}.

    Returns {contact: seconds together}, counted in ticks that all times are multiples of.
    """

    def there(person):
        found = set()
        for venue, visit in people[person]:
            for stay in stays(visit, *rules[venue]):
                found |= {(venue, t) for t in range(*stay[band], tick)}
        return found

    mine = {(venue, t) for venue, t in there(case) if window[0] <= t < window[1]}
    together = {person: len({t for venue, t in there(person) & mine}) * tick for person in people if person != case}
    return {person: seconds for person, seconds in together.items() if seconds}
