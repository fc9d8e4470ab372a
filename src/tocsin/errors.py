"""Every error tocsin raises on purpose, in one tree.

    TocsinError
    ├── ConfigError      a setting is wrong: the message names it, its origin and what is allowed
    ├── InputError       something given to read cannot be read
    ├── KnowledgeError   a knowledge file or compiled table is missing or wrong
    ├── WeightsMissing   the weights of the network are missing or not those that their card names
    ├── StoreError       the store cannot be used: not there, full, or SQLite is too old
    │   ├── SchemaTooNew   a newer tocsin made the store
    │   └── StoreDamaged   something in the store was changed or lost
    ├── TranslationError a translation engine cannot be used: the message says what to install or to give
    │   └── ModelBroken    a translation model is incomplete or damaged
    ├── FormatError      a record does not have the form that its format asks for
    ├── QueryError       SQL cannot be answered: the message says what is wrong with it, or which limit it met
    ├── ReviewError      a person's decision cannot be carried out: the message says which and why
    └── WatchError       a watch rule is malformed: the message names it and what is allowed

Bad *reports* are no errors: they become `Issue` records and the others are still coded.
"""


class TocsinError(Exception):
    """Base of all errors a caller may want to handle; the message says what to do."""


class ConfigError(TocsinError):
    """A setting has a value that cannot be used."""


class InputError(TocsinError):
    """A file, folder or stream named by the user cannot be read at all."""


class KnowledgeError(TocsinError):
    """A knowledge file is malformed, or the compiled tables are missing."""


class WeightsMissing(TocsinError):  # noqa: N818  the sentence is the name
    """The weights of the reader's network cannot be used."""


class TranslationError(TocsinError):
    """A translation engine cannot be used, or has no way from a language to English."""


class ModelBroken(TranslationError):  # noqa: N818  the sentence is the name
    """A translation model lacks a file, or a file is damaged."""


class FormatError(TocsinError):
    """A record or line does not fit the format it claims to have."""


class QueryError(TocsinError):
    """SQL over records cannot be answered."""


class ReviewError(TocsinError):
    """A person's decision about a record cannot be carried out."""


class WatchError(TocsinError):
    """A watch rule is malformed."""


class StoreError(TocsinError):
    """The store cannot be used; the message says why and what to do."""


class SchemaTooNew(StoreError):  # noqa: N818  the sentence is the name
    """A newer version of tocsin made the store."""


class StoreDamaged(StoreError):  # noqa: N818  the sentence is the name
    """A record or the order of records is not what was written."""
