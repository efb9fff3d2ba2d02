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


def _there(visits, band, rules, tick):
    """Return the ticks (venue, t) at which someone is there."""
    return {(venue, t) for venue, visit in visits for stay in stays(visit, *rules[venue]) for t in range(*stay[band], tick)}


def contacts(people, case, window, band, rules, tick):
    """people: {person: [(venue, visit)]}; rules: {venue: (cap, typical, opens, closes)}.

    Returns {contact: seconds together}, counted in ticks that all times are multiples of.
    """
    return {person: len(ticks) * tick for person, ticks in _shared(people, case, window, band, rules, tick).items()}


def _shared(people, case, window, band, rules, tick):
    mine = {(venue, t) for venue, t in _there(people[case], band, rules, tick) if window[0] <= t < window[1]}
    shared = {person: {t for _, t in _there(people[person], band, rules, tick) & mine} for person in people if person != case}
    return {person: ticks for person, ticks in shared.items() if ticks}


def second_ring(people, case, window, band, least, rules, tick):
    """Returns {(contact, their contact): seconds} after the first meeting with the case, the case left out."""
    found = {}
    for person, ticks in _shared(people, case, window, band, rules, tick).items():
        if len(ticks) * tick < least:
            continue
        for other, seconds in contacts(people, person, (min(ticks), window[1]), band, rules, tick).items():
            if other != case and seconds >= least:
                found[person, other] = seconds
    return found


def crowds(people, case, window, rules, tick):
    """Returns {venue: (others present at once at most, others met, of them without a sure tick together)} while the case is
    probably there."""
    mine = {(v, t) for v, t in _there(people[case], "probable", rules, tick) if window[0] <= t < window[1]}
    sure = {person: _there(people[person], "sure", rules, tick) for person in people}
    others = {person: _there(people[person], "probable", rules, tick) & mine for person in people if person != case}
    found = {}
    for venue in {v for there in others.values() for v, _ in there}:
        present = [sum((venue, t) in there for there in others.values()) for v, t in mine if v == venue]
        met = [person for person, there in others.items() if any(v == venue for v, _ in there)]
        proven = [person for person in met if any(v == venue and (v, t) in mine for v, t in sure[person])]
        found[venue] = (max(present), len(met), len(met) - len(proven))
    return found
