"""Views: the tables that SQL finds, and the ready ones that are made of them.

What counts as an event is what an export lets out: an incident of which a claim of its own type is asserted; where
nobody has linked claims, each asserted claim that is no tie (`tocsin.store.formats.units.lead_of`, `sides`, `point`
and `Days.middle` say the same in Python; a test holds the two together).
"""

from typing import NamedTuple

LINKED = """
SELECT id, event_type, mode, coalesce(actor, []) AS actor, coalesce(recipient, []) AS recipient, target_class, "when",
  "where", coalesce(counts, []) AS counts, standing, origins, claims, background FROM incidents
"""
"""Incidents as they are."""

UNLINKED = """
SELECT 'i_' || left(sha256(id), 16) AS id, event_type, mode,
  [m.actor FOR m IN coalesce(actor, []) IF m.actor <> ''] AS actor,
  [m.actor FOR m IN coalesce(recipient, []) IF m.actor <> ''] AS recipient, 'other' AS target_class, "when", "where",
  coalesce(counts, []) AS counts, 'reported' AS standing, 1 AS origins, [id] AS claims, false AS background FROM claims
"""
"""Each claim as an incident of its own, with the id that exports give it."""

PARTIES = """
WITH named AS (
  SELECT id, report, 'actor' AS role, actor AS mentions FROM claims UNION ALL
  SELECT id, report, 'recipient', recipient FROM claims UNION ALL
  SELECT id, report, 'attribution', attribution FROM claims UNION ALL
  SELECT id, report, 'speaks_for', speaks_for FROM claims
), single AS (
  SELECT id, report, role, generate_subscripts(mentions, 1) AS place, unnest(mentions) AS m FROM named
)
SELECT id AS claim, report, role, place, m.actor AS actor, m.name AS name, m.country AS country,
  coalesce(m.sectors, []) AS sectors, m.reason AS reason, coalesce(m.candidates, []) AS candidates,
  m.span.quote AS quote, m.span.start AS "start", m.span."end" AS "end"
FROM single
"""

EVENTS = """
WITH placed AS (
  SELECT id AS incident, event_type AS kind, unnest(claims) AS claim, generate_subscripts(claims, 1) AS place
  FROM happenings WHERE event_type <> 'TIE'
), told AS (
  SELECT p.incident, p.place, p.kind = c.event_type AS own, c.id, c.report, c.mode,
    coalesce(c.actor, []) AS actor, coalesce(c.recipient, []) AS recipient
  FROM placed p JOIN claims c ON c.id = p.claim WHERE c.factuality = 'asserted'
), heard AS (
  SELECT incident, list(id ORDER BY place) AS claims, count(DISTINCT report) AS reports,
    list(DISTINCT mode) AS modes, arg_min(mode, place) FILTER (own) AS mode,
    flatten(list(actor ORDER BY place)) AS actor, arg_min(actor, place) FILTER (own) AS lead_actor,
    flatten(list(recipient ORDER BY place)) AS recipient, arg_min(recipient, place) FILTER (own) AS lead_recipient
  FROM told GROUP BY incident HAVING bool_or(own)
), chosen AS (
  SELECT h.* EXCLUDE (actor, recipient),
    [[m FOR m IN h.actor IF m.actor = a][1] FOR a IN i.actor IF len([m FOR m IN h.actor IF m.actor = a]) > 0]
      AS actor,
    [[m FOR m IN h.recipient IF m.actor = a][1] FOR a IN i.recipient
      IF len([m FOR m IN h.recipient IF m.actor = a]) > 0] AS recipient
  FROM happenings i JOIN heard h ON h.incident = i.id
), sided AS (
  SELECT * EXCLUDE (actor, recipient), CASE WHEN len(actor) > 0 THEN actor ELSE lead_actor END AS actor,
    CASE WHEN len(recipient) > 0 THEN recipient ELSE lead_recipient END AS recipient FROM chosen
), dated AS (
  SELECT *, coalesce("when"."first", "when"."last") AS d, coalesce("when"."last", "when"."first") AS e,
    [c FOR c IN counts IF c.what = 'dead'][1] AS dead, [c FOR c IN counts IF c.what = 'injured'][1] AS injured
  FROM happenings
)
SELECT i.id, i.event_type, CASE WHEN list_contains(s.modes, i.mode) THEN i.mode ELSE s.mode END AS mode,
  i.d AS "first", i.e AS "last", i.d + ((i.e - i.d) // 2)::INTEGER AS "day", i.d = i.e AS exact,
  list_distinct([m.actor FOR m IN s.actor IF m.actor <> '']) AS actor,
  [NAMED(m) FOR m IN s.actor IF NAMED(m) <> ''] AS actor_names,
  list_distinct([m.actor FOR m IN s.recipient IF m.actor <> '']) AS recipient,
  [NAMED(m) FOR m IN s.recipient IF NAMED(m) <> ''] AS recipient_names,
  i.target_class, i."where".place AS place, i."where"."name" AS place_name, i."where".country AS country,
  i."where".admin1 AS admin1, i."where"."precision" AS "precision",
  CASE WHEN i."where"."precision" IN ('exact', 'near') THEN i."where".lat END AS lat,
  CASE WHEN i."where"."precision" IN ('exact', 'near') THEN i."where".lon END AS lon,
  i.dead.low AS dead_low, i.dead.high AS dead_high, i.injured.low AS injured_low, i.injured.high AS injured_high,
  i.standing, i.origins, s.reports, i.background, s.claims
FROM dated i JOIN sided s ON s.incident = i.id
"""
"""One row an incident that is asserted. `NAMED` is an actor's canonical name, else its words; a pronoun names nobody."""

_NAMED = (
    "CASE WHEN coalesce(m.name, '') <> '' THEN m.name WHEN m.reason = 'pronoun' THEN '' ELSE m.span.quote END"
)

_HIGH = (
    "CASE WHEN count(*) FILTER (dead_low IS NOT NULL AND dead_high IS NULL) = 0 "
    "THEN coalesce(sum(dead_high), 0)::BIGINT END"
)
_COUNTED = f"""count(DISTINCT id) AS events, count(DISTINCT id) FILTER (event_type = 'ASSAULT') AS assaults,
  coalesce(sum(dead_low), 0)::BIGINT AS dead_low, {_HIGH} AS dead_high"""

DYAD_DAY = f"""
WITH one AS (
  SELECT id, event_type, "day", exact, dead_low, dead_high, unnest(actor) AS actor, recipient
  FROM events WHERE "day" IS NOT NULL AND NOT background AND len(recipient) > 0
), two AS (
  SELECT id, event_type, "day", exact, dead_low, dead_high, list_sort(actor) AS sides, unnest(list_sort(actor)) AS actor
  FROM events WHERE "day" IS NOT NULL AND NOT background AND len(recipient) = 0 AND len(actor) > 1
), paired AS (
  SELECT * EXCLUDE (recipient), unnest(recipient) AS recipient, true AS directed FROM one UNION ALL
  SELECT * EXCLUDE (sides), unnest([s FOR s IN sides IF s > actor]) AS recipient, false FROM two
)
SELECT "day", actor, recipient, directed, {_COUNTED}, count(*) FILTER (exact) AS exact
FROM paired GROUP BY ALL ORDER BY "day", actor, recipient, directed
"""

ACTOR_MONTH = f"""
WITH part AS (
  SELECT id, event_type, "day", dead_low, dead_high, unnest(list_distinct(list_concat(actor, recipient))) AS actor,
    actor AS did, recipient AS got
  FROM events WHERE "day" IS NOT NULL AND NOT background
)
SELECT date_trunc('month', "day")::DATE AS "month", actor, {_COUNTED},
  count(*) FILTER (list_contains(did, actor)) AS as_actor,
  count(*) FILTER (list_contains(got, actor)) AS as_recipient
FROM part GROUP BY ALL ORDER BY "month", actor
"""

RECORDS = {
    "reports": "report",
    "translations": "translation",
    "claims": "claim",
    "issues": "issue",
    "incidents": "incident",
    "commitments": "commitment",
    "status_changes": "status_change",
    "assessments": "assessment",
    "forecasts": "forecast",
    "reviews": "review",
    "tombstones": "tombstone",
}
"""Name of a table to the kind of record in it."""


class View(NamedTuple):
    """A view and what it stands on."""

    sql: str
    """A SELECT."""
    needs: tuple[str, ...]
    """Tables and views in it."""


VIEWS = {
    "parties": View(PARTIES, ("claims",)),
    "happenings": View(LINKED, ("incidents", "claims")),
    "events": View(EVENTS.replace("NAMED(m)", _NAMED), ("happenings", "claims")),
    "dyad_day": View(DYAD_DAY, ("events",)),
    "actor_month": View(ACTOR_MONTH, ("events",)),
}
"""Views by name, each after those it needs; where there are no incidents, `happenings` is `UNLINKED`."""

NAMES = (*RECORDS, *(name for name in VIEWS if name != "happenings"))
"""What SQL may name; `happenings` is only what `events` stands on."""


def needed(names: set[str]) -> set[str]:
    """Give the tables and views that some of them need, they themselves included.

    Args:
        names: of `RECORDS` and `VIEWS`.

    Returns:
        Names; every view's own needs are in it.
    """
    found = set(names)
    for name in reversed(VIEWS):
        if name in found:
            found.update(VIEWS[name].needs)
    return found
