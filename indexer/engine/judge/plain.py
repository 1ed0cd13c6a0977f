"""A plain Whoosh index of a snapshot's open clinics, and Whoosh's own search in it or in ours."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import create_in, open_dir
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Term
from whoosh.query.wrappers import ConstantScoreQuery
from whoosh.reading import IndexReader
from whoosh.scoring import BM25F
from whoosh.searching import Searcher as Searcher

from indexer.engine.fields import Fields
from indexer.engine.judge.analysis import END
from indexer.engine.judge.reader import SCHEMA, SnapshotReader
from indexer.engine.relevance import Kind
from indexer.engine.text import BOOSTS, LABELS, PRINTED, label_words, texts

SCORING = BM25F(**{f"{LABELS}_B": 0.0})
"""How long our labels are says nothing of how well a clinic fits."""

Group = tuple[Sequence[str], Kind]
"""Terms, and what is asked of them."""


def write_whoosh(fields: Fields, folder: Path) -> int:
    """Write a plain Whoosh index into the empty *folder*; return how many clinics it holds.

    Its document numbers are the row numbers, its words are cut by Whoosh from the clinics' texts.
    """
    with create_in(str(folder), SCHEMA).writer() as writer:
        for row in range(fields.size):
            clinic = fields.clinic(row)
            name, town, *passages = (text.replace(END, " ") for text in texts(clinic))
            codes = fields.stated(row)
            labels = sorted({term for code in codes for _, term in label_words(code)})
            writer.add_document(
                id=clinic.id,
                name=name,
                town=town,
                passages=END.join(passages),
                _stored_passages="\n".join(passages),
                **{LABELS: labels},
            )
    return fields.size


@contextmanager
def plain_reader(folder: Path) -> Iterator[IndexReader]:
    """Give the reader of a plain index that this process has written: its files are pickles."""
    with open_dir(str(folder)).reader() as reader:  # type: ignore[no-untyped-call]
        yield reader


def searcher(reader: IndexReader) -> Searcher:
    """Return Whoosh's searcher over a plain index or over a `SnapshotReader`, scoring as we do."""
    return Searcher(reader, weighting=SCORING)


def snapshot_searcher(fields: Fields) -> Searcher:
    """Return Whoosh's searcher over a snapshot."""
    return searcher(SnapshotReader(fields))


def scores(groups: Sequence[Group], searching: Searcher) -> dict[int, float]:
    """Return the row and score of every document that meets all *groups*, by Whoosh's search."""
    query = And([_query(terms, kind) for terms, kind in groups])
    # Whoosh's shortcut for the best few loses better hits of AND queries, hence no shortcut.
    hits = searching.search(query, limit=None, optimize=False)
    constant = sum(kind is Kind.PREFIX for _, kind in groups)  # each counts 1, and we let it be 0
    return {hit.docnum: hit.score - constant for hit in hits}


def _query(terms: Sequence[str], kind: Kind) -> Query:
    if kind is Kind.PHRASE:
        return Or([Phrase(field, list(terms), boost=boost) for field, boost in PRINTED.items()])
    any_of = Or([Term(field, term, boost=b) for term in terms for field, b in BOOSTS.items()])
    return ConstantScoreQuery(any_of) if kind is Kind.PREFIX else any_of
