"""The engines of the search benchmark, by name."""

from typing import Any, TypeAlias

from benchmarks.search_ours import Ours
from benchmarks.search_postgis import PostGIS
from benchmarks.search_sqlite import Sqlite
from benchmarks.search_tantivy import Tantivy
from benchmarks.search_whoosh import NaiveWhoosh

Kind: TypeAlias = Any
"""A class of `search_engine.Engine` that also builds one: `build(source, place)`."""

ENGINES: dict[str, Kind] = {
    kind.name: kind for kind in (Ours, Sqlite, Tantivy, PostGIS, NaiveWhoosh)
}
FROM_CLINICS = (Ours, NaiveWhoosh)
"""These are built from the clinics themselves, the others from prepared rows."""
