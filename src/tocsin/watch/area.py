"""Area: where a commitment holds, and on which days anybody reported from there."""

import datetime as dt

from tocsin.model import Claim, Clause, Commitment, Incident, Span, Where
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
        told = sorted(sides.reports)
        countries = set(sides.countries)
        if self.where is not None and self.where.country:
            countries = {self.where.country}
        elif not countries:
            countries = {code for report in told for code in survey.located.get(report, ())}
        self.countries = frozenset(countries)
        self._places = {word for report in told for word in survey.places.get(report, ())}

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
        reports = {claim.report for claim in self._claims(incident)}
        if self.countries:
            told = {code for report in reports for code in self._survey.countries.get(report, ())}
            located = {code for report in reports for code in self._survey.located.get(report, ())}
            return True if told & self.countries else False if located else None
        here = place is not None and name_words(place.span.quote) & self._places
        return True if here else None

    def is_linked(self, incident: Incident) -> bool:
        """Tell whether a report of an incident names a party, and be it only who is spared."""
        return any(claim.report in self._sides.reports for claim in self._claims(incident))

    def is_hosted(self, incident: Incident) -> bool:
        """Tell whether a report of an incident names a party that is bound or addressed."""
        return any(claim.report in self._sides.hosts for claim in self._claims(incident))

    def _claims(self, incident: Incident) -> list[Claim]:
        claims = self._survey.history.claims
        return [claims[claim] for claim in incident.claims if claim in claims]

    def days(self) -> set[dt.date]:
        """List the days on which a report from the area was published.

        Returns:
            Days of reports that name a party or a country of the area, and of all reports of outlets of which at least half
            do: a local paper that tells of the weather was there as well.
        """
        reports = self._survey.history.reports
        found = {day for code in self.countries for day in self._survey.days.get(code, ())}
        found |= {day for name in self._sides.reports if (day := reports[name].published) is not None}
        for published in self._survey.outlets.values():
            here = sum(self._is_from_here(report.id) for report in published)
            if 2 * here >= len(published):
                found |= {report.published for report in published if report.published is not None}
        return found

    def _is_from_here(self, report: str) -> bool:
        countries = self._survey.countries.get(report)
        return report in self._sides.reports or bool(countries and countries & self.countries)


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
