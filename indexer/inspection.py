"""What is in a published snapshot, and what differs between two; changes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from indexer import snapshot
from indexer.changes import ChangeLog, changes, told
from indexer.engine import manifest as manifests
from indexer.engine.judge.plain import write_whoosh
from indexer.engine.manifest import Manifest
from indexer.search import Query

LARGEST = 8
"""Files that are named with their size."""


def inspected(folder: Path, generation: str = "") -> Iterator[str]:
    """Yield what a generation holds, line by line; raise IndexUnavailable unless it is whole.

    Every byte is verified. The default is the current generation.
    """
    index = snapshot.open_generation(folder, generation, every_byte=True)
    manifest = manifests.read(folder / index.generation)
    size = sum(file.size for file in manifest.files.values())
    yield f"{index.generation}, built {_said(manifest.built_at)}, schema {manifest.schema}"
    yield f"  {len(manifest.files)} files, {size / 1e6:,.1f} MB, every byte as it was written"
    yield from (f"    {name:24}{of_file / 1e6:>10,.1f} MB" for name, of_file in _largest(manifest))
    yield f"  clinics: {', '.join(f'{n:,} {what}' for what, n in manifest.counts.items())}"
    for group, counts in index.search(Query(limit=1)).facets.items():
        stated = [f"{code} {count:,}" for code, count in counts.items() if count]
        yield f"  {group}: {', '.join(stated) or 'none'}"
    yield "  sources, and when the last good run of each ended:"
    yield from (f"    {name:24}{_said(ended)}" for name, ended in sorted(manifest.sources.items()))


def difference(folder: Path, before: str, after: str) -> Iterator[str]:
    """Yield what differs between two generations, line by line; raise IndexUnavailable."""
    old, new = (snapshot.open_generation(folder, name) for name in (before, after))
    was, now = (manifests.read(folder / index.generation) for index in (old, new))
    if was.inputs == now.inputs:
        yield "Both were built from the same listings by the same program."
    yield from _differing("clinics", was.counts, now.counts)
    facets = [index.search(Query(limit=1)).facets for index in (old, new)]
    for group in facets[0]:
        yield from _differing(group, facets[0][group], facets[1][group])
    for name in sorted(was.sources.keys() | now.sources.keys()):
        dates = [_said(of.sources[name]) if name in of.sources else "none" for of in (was, now)]
        if dates[0] != dates[1]:
            yield f"source {name}: {dates[0]} -> {dates[1]}"
    log = ChangeLog(
        generation=now.generation,
        built_at=now.built_at,
        changes=changes(old.fates(), new.fates()),
    )
    yield told(log).rstrip("\n")


def export_whoosh(folder: Path, generation: str, into: Path) -> int:
    """Write a generation as a plain Whoosh index into a folder that is made; return its size.

    Raise FileExistsError if there is anything in it already, and IndexUnavailable.
    """
    index = snapshot.open_generation(folder, generation)
    into.mkdir(parents=True, exist_ok=True)
    if any(into.iterdir()):
        raise FileExistsError(f"{into} is not empty")
    return write_whoosh(index.fields(), into)


def _differing(what: str, was: Mapping[str, int], now: Mapping[str, int]) -> Iterator[str]:
    more = Counter(now)
    more.subtract(was)
    for name, count in more.items():
        if count:
            yield f"{what} {name}: {was.get(name, 0):,} -> {now.get(name, 0):,} ({count:+,})"


def _largest(manifest: Manifest) -> list[tuple[str, int]]:
    sizes = {name: file.size for name, file in manifest.files.items()}
    return sorted(sizes.items(), key=lambda file: -file[1])[:LARGEST]


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
