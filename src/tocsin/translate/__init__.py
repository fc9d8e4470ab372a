"""Translate: a report in another language becomes translated segments; the original stays the evidence.

In: a `Report` and an engine. Out: `Translation` records, one a segment, each with its engine, version and model, and
what was found wrong with it. Nothing is fetched; a segment that cannot be translated stays, with the reason.
"""

from tocsin.translate.desk import Desk as Desk
from tocsin.translate.desk import Memory as Memory
from tocsin.translate.desk import translate_report as translate_report
from tocsin.translate.desk import translate_reports as translate_reports
from tocsin.translate.engines import Engine as Engine
from tocsin.translate.engines import engine_from as engine_from
from tocsin.translate.evidence import SourceNames as SourceNames
