"""Translate: a report in another language becomes segments in English; the original stays the evidence.

In: `Report` and an engine. Out: `Translation` records, one a segment, in text order, failed ones included. Nothing is
downloaded, and no engine is asked that the user did not name. `english_of` puts the segments together to a report that
the reader can read, and `back` leads every span of it to words of the original.
"""

from tocsin.translate.aligned import English as English
from tocsin.translate.aligned import english_of as english_of
from tocsin.translate.engines import Engine as Engine
from tocsin.translate.engines import open_engine as open_engine
from tocsin.translate.languages import FOUND as FOUND
from tocsin.translate.languages import UNKNOWN as UNKNOWN
from tocsin.translate.languages import language_of as language_of
from tocsin.translate.segments import translate as translate
