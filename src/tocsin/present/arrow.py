"""Claims as an Arrow table or a pandas frame."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from tocsin.errors import TocsinError
from tocsin.model import Claim, Coded

if TYPE_CHECKING:
    import pyarrow as pa

_SIMPLE = {
    inspect.StrType: "string",
    inspect.LiteralType: "string",
    inspect.IntType: "int64",
    inspect.FloatType: "double",
    inspect.DateType: "date32",
}
"""Type of a field to the name of its Arrow type."""


def to_arrow(coded: Coded | Iterable[Coded]) -> "pa.Table":
    """Make an Arrow table of claims.

    Args:
        coded: one reading or several.

    Returns:
        One row a claim; columns are the fields of `Claim`, nested records are structs, absent values null. The types
        hang on `Claim` alone, so that tables can be joined and written to one file whatever is in them.

    Raises:
        TocsinError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415, RUF100  an extra
    except ImportError as error:
        message = "Arrow tables need pyarrow: pip install 'tocsin[arrow]'"
        raise TocsinError(message) from error
    readings = [coded] if isinstance(coded, Coded) else coded
    rows = [
        {field: _plain(getattr(c, field)) for field in Claim.__struct_fields__}
        for r in readings
        for c in r.claims
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(list(_arrow_type(inspect.type_info(Claim)))))


def to_pandas(coded: Coded | Iterable[Coded]) -> Any:
    """Make a pandas frame of claims: `to_arrow(coded).to_pandas()`.

    Args:
        coded: one reading or several.

    Returns:
        A `pandas.DataFrame`, one row a claim.

    Raises:
        TocsinError: pyarrow or pandas is not installed.
    """
    table = to_arrow(coded)
    try:
        return table.to_pandas()
    except ImportError as error:
        message = "Frames need pandas: pip install pandas"
        raise TocsinError(message) from error


def _arrow_type(kind: inspect.Type) -> "pa.DataType":
    """Give the Arrow type of a field; records become structs, tuples lists."""
    import pyarrow as pa  # noqa: PLC0415, RUF100  an extra

    if isinstance(kind, inspect.UnionType):
        (kind,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    if isinstance(kind, inspect.StructType):
        return pa.struct([(field.name, _arrow_type(field.type)) for field in kind.fields])
    if isinstance(kind, inspect.VarTupleType):
        return pa.list_(_arrow_type(kind.item_type))
    return pa.type_for_alias(_SIMPLE[type(kind)])


def _plain(value: object) -> Any:
    """Turn records into dictionaries with all their fields, so that every row has the same shape."""
    if isinstance(value, msgspec.Struct):
        return {field: _plain(getattr(value, field)) for field in value.__struct_fields__}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
