"""From the store to a published snapshot: reads, merges, locates, publishes, logs what changed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crawler.store import ListingStore
from indexer import change_files, snapshot
from indexer.changes import ChangeLog, changes
from indexer.directory import Directory, Fate, directory
from indexer.geocode import Ask, Geocoder, ask_nobody
from indexer.geocoding.memory import Memory
from indexer.geocoding.online import Online
from indexer.places import Places
from indexer.reading import ReadListing
from indexer.resolve import Decision
from indexer.search import IndexUnavailable
from indexer.withheld import Suppressed, without

HERE = Path(__file__).parent
SHOWN = 20
"""Listings of a kind that a report names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build published, and what an online geocoder did in it."""

    found: Directory
    asked: str = ""
    """The geocoder's report; "" without one."""
    withheld: int = 0
    """Clinics that are not published, as they asked."""


def build(
    store: ListingStore,
    folder: Path,
    *,
    decisions: Sequence[Decision],
    geocoder: Geocoder | None,
    now: datetime,
    force: bool,
    listed: Suppressed = Suppressed(),  # noqa: B008  # frozen, and empty
) -> Built | None:
    """Publish a snapshot of *store* in *folder*; None if nothing has changed since the last.

    Whoever is *listed* asked to be left out, and is not published.
    Raise StoreUnavailable or PublishError; what was published before still serves then.
    """
    inputs = _digest(
        store.fingerprint(), geocoder.name if geocoder else "", repr(decisions), listed.fingerprint
    )
    if not force and snapshot.current_inputs(folder) == inputs:
        return None
    before = _fates(folder)
    sources = {source.name: source for source in store.sources()}
    with _asking(geocoder, folder, now.date()) as ask:
        found = directory(
            store.listings(), sources, Places(), before, now.date(), ask, tuple(decisions)
        )
    found, withheld = without(found, listed, before)
    published = snapshot.publish(
        found.clinics,
        found.moved,
        found.gone,
        folder,
        built_at=now,
        inputs=inputs,
        sources=_dates(store, sources),
    )
    log = ChangeLog(generation=published.name, built_at=now, changes=changes(before, found.fates))
    change_files.write(log, changes_folder(folder))
    asked = (
        f"Geocoder {geocoder.name}: {ask.report}." if isinstance(ask, Online) and geocoder else ""
    )
    return Built(found=found, asked=asked, withheld=withheld)


@contextmanager
def _asking(geocoder: Geocoder | None, folder: Path, today: date) -> Iterator[Ask]:
    """Give whom to ask for addresses; what is learnt is remembered beside the index."""
    if geocoder is None:
        yield ask_nobody
        return
    with Memory(folder.parent / "geocodes.sqlite") as memory:
        yield Online(geocoder, memory, today)


def _dates(store: ListingStore, sources: Iterable[str]) -> dict[str, datetime]:
    """When each source's last good run ended."""
    runs = {name: store.last_good_run(name) for name in sources}
    return {name: run.finished for name, run in runs.items() if run and run.finished}


def changes_folder(folder: Path) -> Path:
    """Return where the change logs of the index in *folder* lie: beside it."""
    return folder.parent / "changes"


def told(found: Directory) -> Iterator[str]:
    """Yield what a maintainer should know of a build, line by line."""
    points = found.points
    shown = sum(points.values())
    yield (
        f"Index: {shown} clinics, {shown - points['']} located "
        f"({', '.join(f'{n} to the {p}' for p, n in points.most_common() if p)}), "
        f"{points['']} found by name, words or state only."
    )
    if closed := len(found.clinics) - shown:
        yield f"  {closed} more have closed, as their own sites say: kept, and found by link only."
    yield from _listed(found.misplaced, "stated points lie outside their own address:")
    yield from _listed(found.refused, "listings are no clinic's; not shown:")
    yield from _listed(found.unproven, "listings state no ketamine treatment; not shown:")
    if found.sitewide:
        yield f"  {len(found.sitewide)} listings speak of a whole site whose places are listed."
    if found.in_doubt:
        yield f"  {len(found.in_doubt)} pairs may be one clinic: python -m indexer review"


def _listed(listings: Sequence[ReadListing], what: str) -> Iterator[str]:
    if listings:
        yield f"  {len(listings)} {what}"
    for one in listings[:SHOWN]:
        reason = "" if one.kind.is_clinic else f"  ({one.kind.reason})"
        yield f"    {one.listing.url}{reason}"


def _digest(*inputs: str) -> str:
    """A digest of all that an index is built from: what went in, and how we read it."""
    digest = hashlib.sha256(" ".join(inputs).encode())
    for path in sorted(HERE.rglob("*")):
        if path.suffix in {".py", ".toml", ".sqlite"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _fates(folder: Path) -> Mapping[str, Fate]:
    """What every id stands for as last published; nothing where nothing was published."""
    try:
        return snapshot.open_latest_good(folder).fates()
    except IndexUnavailable:
        return {}
