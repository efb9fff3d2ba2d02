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


def at_venue(people, venue, span, band, rules, tick):
    """Returns {person: seconds at the venue in [from, to)}."""
    there = {person: {t for v, t in _there(seen, band, rules, tick) if v == venue} for person, seen in people.items()}
    inside = {person: sum(span[0] <= t < span[1] for t in ticks) * tick for person, ticks in there.items()}
    return {person: seconds for person, seconds in inside.items() if seconds}


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


def _hours(visits, band, rules, tick):
    """Return the (venue, hour) at which someone is there at all; a single moment counts."""
    found = set()
    for venue, visit in visits:
        for stay in stays(visit, *rules[venue]):
            starts, ends = stay[band]
            found |= {(venue, t) for t in range(starts, max(ends, starts + 1), tick)}
    return found


def shared_hours(people, windows, band, rules, out, tick):
    """windows: {case: (from, to)}; out: {day: people out}.

    Returns {(venue, hour): (cases, cases out that day, people present, mean of the weeks, share of all out)}; hours and days are
    whole numbers since the start.
    """
    whole = {person: _hours(visits, band, rules, tick) for person, visits in people.items()}
    there = {case: {(v, t // 3600) for v, t in whole[case] if low <= t < high} for case, (low, high) in windows.items()}
    crowd = defaultdict(set)
    for person, moments in whole.items():
        for venue, t in moments:
            crowd[venue, t // 3600].add(person)
    found = {}
    for venue, hour in set().union(*there.values()):
        cases = sorted(case for case, hours in there.items() if (venue, hour) in hours)
        if len(cases) < 2:
            continue
        day = hour // 24
        alike = [hour - back * 168 for back in range(4) if back == 0 or (day - back * 7) in out]
        counts = [len(crowd[venue, moment]) for moment in alike]
        all_out = [max(out.get(moment // 24, 0), count) for moment, count in zip(alike, counts, strict=True)]
        cases_out = sum(any(h // 24 == day for _, h in hours) for hours in there.values())
        found[venue, hour] = (cases, cases_out, counts[0], sum(counts) / len(counts), sum(counts) / sum(all_out))
    return found


def meetings(people, windows, band, rules, tick):
    """Returns {(one case, other case): (seconds together, venues, first, last)}, each in their own window."""
    there = {
        case: {(v, t) for v, t in _there(people[case], band, rules, tick) if low <= t < high}
        for case, (low, high) in windows.items()
    }
    found = {}
    for one in sorted(there):
        for other in sorted(there):
            both = there[one] & there[other]
            if one < other and both:
                times = {t for _, t in both}
                found[one, other] = len(times) * tick, {v for v, _ in both}, min(times), max(times) + tick
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
