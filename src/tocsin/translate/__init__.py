"""Translate: a report in another language becomes translated segments; the original stays the evidence.

In: a `Report` and an engine. Out: `Translation` records, one a segment, each with its engine, version and model, and
what was found wrong with it. Nothing is fetched; a segment that cannot be translated stays, with the reason.
"""
