"""Area: where a commitment holds, and on which days anybody reported from there."""

import datetime as dt
import functools

from tocsin.model import Clause, Commitment, Incident, Span, Where
from tocsin.watch.sides import Sides
from tocsin.watch.survey import Survey, name_words


class Area:
    """Where a clause holds.

    A clause without an area holds in the countries of those who are bound; where these are unknown, in the countries, else
    at the places, of which the reports that name a party tell.

    Args:
        clause: the clause.
        sides: the parties.
        survey: the history.
        commitment: the commitment, for the claims of its area.
    """

    def __init__(self, clause: Clause, sides: Sides, survey: Survey, commitment: Commitment) -> None:
        """Work out the countries and places."""
        self._sides, self._survey = sides, survey
        self.where = _stated(clause, survey, commitment)
        countries = set(sides.countries)
        if self.where is not None and self.where.country:
            countries = {self.where.country}
        elif not countries:
            countries = survey.located(sides.reports)
        self.countries = frozenset(countries)

    def holds(self, incident: Incident) -> bool | None:
        """Tell whether an incident happened in the area.

        Args:
            incident: the incident.

        Returns:
            None where its place is not known well enough.
        """
        place = incident.where
        if self.where is not None and place is not None and place.place:
            return _inside(place, self.where)
        if place is not None and place.country and self.countries:
            return place.country in self.countries
        if self.where is not None:
            return None
        reports = self._survey.reports[incident.id]
        if self.countries:
            told = {code for report in reports for code in self._survey.countries.get(report, ())}
            if told & self.countries:
                return True
            return False if self._survey.located(reports) else None
        here = place is not None and name_words(place.span.words) & self._places
        return True if here else None

    def is_hosted(self, incident: Incident) -> bool:
        """Tell whether a report of an incident names a party that is bound or addressed."""
        return any(report in self._sides.hosts for report in self._survey.reports[incident.id])

    def is_local(self, incident: Incident) -> bool:
        """Tell whether only local outlets tell of an incident, and name no place: they mean their own."""
        reports = self._survey.reports[incident.id]
        outlets = {self._survey.history.reports[report].outlet for report in reports}
        return incident.where is None and bool(outlets) and outlets <= self._outlets

    @functools.cached_property
    def _places(self) -> set[str]:
        """Folded words of the places of which the reports tell that name a party."""
        return self._survey.places(self._sides.reports)

    @functools.cached_property
    def near(self) -> list[Incident]:
        """The incidents that may lie in the area or are told together with a party, in the order of the history."""
        survey = self._survey
        local = {report for name in self._outlets for report in survey.outlets[name].reports}
        found = {name for code in self.countries for name in survey.by_country.get(code, ())}
        found |= {name for report in self._sides.reports | local for name in survey.by_report.get(report, ())}
        if not self.countries:
            found |= {name for word in self._places for name in survey.by_place.get(word, ())}
        return [survey.history.incidents[name] for name in sorted(found, key=survey.number.__getitem__)]

    @functools.cached_property
    def days(self) -> set[dt.date]:
        """The days on which a report from the area was published.

        Those of reports that name a party or a country of the area, and of all reports of local outlets: a local paper that
        tells of the weather was there as well.
        """
        reports = self._survey.history.reports
        found = {day for code in self.countries for day in self._survey.days.get(code, ())}
        found |= {day for name in self._sides.reports if (day := reports[name].published) is not None}
        return found | {day for name in self._outlets for day in self._survey.outlets[name].days}

    @functools.cached_property
    def _outlets(self) -> frozenset[str]:
        """The local outlets: at least half of their reports that name a country name one of the area.

        Where no country of the area is known, at least half of all their reports name a party.
        """
        found = set()
        for name, outlet in self._survey.outlets.items():
            here = max((outlet.countries[code] for code in self.countries), default=0)
            named = 0 if self.countries else len(outlet.reports & self._sides.reports)
            if (here and 2 * here >= outlet.placed) or (named and 2 * named >= len(outlet.reports)):
                found.add(name)
        return frozenset(found)


def _stated(clause: Clause, survey: Survey, commitment: Commitment) -> Where | None:
    """Find the place of the clause's area in the claims it rests on; None = none is stated."""
    if not clause.area:
        return None
    number = commitment.clauses.index(clause)
    told = (survey.history.claims.get(claim) for claim in commitment.sources.get(f"clauses.{number}", ()))
    places = (claim.where for claim in told if claim is not None and claim.where is not None)
    kind, _, code = clause.area.partition(":")
    country = code if kind == "country" else ""
    unknown = Where(span=Span(start=0, end=1, quote=""), place=clause.area, country=country)
    return next((place for place in places if place.place == clause.area), unknown)


def _inside(place: Where, area: Where) -> bool | None:
    """Tell whether a place lies in an area; None where it is only known more widely than the area."""
    if place.place == area.place:
        return True
    if place.country and area.country and place.country != area.country:
        return False
    if area.precision == "country" or area.place.startswith("country:"):
        return place.country == area.country if place.country else None
    if place.precision == "country":
        return None
    if area.precision == "admin1":
        return place.admin1 == area.admin1 if place.admin1 else None
    return None if place.precision == "admin1" else False
