"""Our answers against Whoosh, the judge: the same clinics and the same scores."""

from collections.abc import Iterator, Sequence
from random import Random

import pytest
from whoosh.qparser import FuzzyTermPlugin, MultifieldParser
from whoosh.searching import Searcher

from indexer.clinic import Clinic
from indexer.engine import relevance
from indexer.engine.check import groups_of
from indexer.engine.index import EmbeddedIndex
from indexer.engine.judge.plain import plain_reader, scores, searcher, snapshot_searcher
from indexer.engine.judge.plain import write_whoosh as write_plain
from indexer.engine.writing import write_index
from indexer.search import Query, Sort
from indexer.vocabulary import vocabulary
from tests.indexer.clinics import clinic

QUERIES = 2_000
LISTED = 20
CODES = list(vocabulary().entries)
SYLLABLES = ("cal", "har", "mir", "zel", "pon", "tas", "vee", "lo", "bri", "nuk")


def made(count: int) -> list[Clinic]:
    """Return invented clinics, with words that are frequent, rare, repeated and in long texts."""
    random = Random(5)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(1, 3))) for _ in range(400)]
    words += ["Ñandú", "infusiones", "infusion", "the", "Ketamine", "clinics", "I.V.", "20814"]
    weights = [1 / (rank + 1) for rank in range(len(words))]

    def text(length: int) -> str:
        return " ".join(random.choices(words, weights, k=length))

    return [
        clinic(
            id=f"c{number}",
            name=text(random.randint(1, 4)) or "x",
            city=text(random.choice([0, 1, 2])),
            passages=tuple(text(random.choice([0, 3, 40, 300])) for _ in range(number % 4)),
            states=random.sample(CODES, k=random.choice([0, 1, 2, 8])),
            at=(random.uniform(-80, 80), random.uniform(-180, 180)) if number % 9 else None,
        )
        for number in range(count)
    ]  # fmt: skip


CLINICS = made(300)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedIndex:
    """Return our index of the invented clinics."""
    folder = tmp_path_factory.mktemp("ours")
    write_index(CLINICS, {}, {}, folder)
    return EmbeddedIndex(folder, "ours")


@pytest.fixture(scope="module")
def plain(index: EmbeddedIndex, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Return Whoosh's searcher in a plain Whoosh index of the same clinics."""
    folder = tmp_path_factory.mktemp("plain")
    assert write_plain(index.fields(), folder) == len(CLINICS)
    with plain_reader(folder) as reader:
        yield searcher(reader)


def asked(random: Random) -> str:
    """Return one to three words, phrases, beginnings or misspelt words of a clinic or two."""
    return " ".join(_part(random) for _ in range(random.choice([1, 1, 2, 2, 3])))


def _part(random: Random) -> str:
    one = random.choice(CLINICS)
    texts = [text for text in (one.name, one.address.city, *one.passages) if text]
    words = random.choice(texts).split()
    at = random.randrange(len(words))
    label = random.choice(vocabulary().entries[random.choice(CODES)].label.split())
    wrong = list(words[at])
    wrong[random.randrange(len(wrong))] = random.choice("abx")
    return random.choice(
        [words[at], words[at], label, f'"{" ".join(words[at : at + random.randint(1, 3)])}"',
         f"{words[at][:3]}*", "".join(wrong), "zzzz"]
    )  # fmt: skip


def assert_judged_equal(
    index: EmbeddedIndex, judge: Searcher, questions: Sequence[str]
) -> list[int]:
    """Check that Whoosh finds as many with the same best scores; return the totals."""
    totals = []
    for words in questions:
        query = Query(words=words, fuzzy=True, sort=Sort.RELEVANCE, limit=LISTED)
        by_whoosh = scores(groups_of(index, query), judge)
        ours = index.ranked(query) if groups_of(index, query) else []
        total = len(by_whoosh) if groups_of(index, query) else len(CLINICS)
        assert index.search(query).total == total, words
        assert [row for row, _ in ours if row not in by_whoosh] == [], words
        best = sorted(by_whoosh.values(), reverse=True)[:LISTED]
        assert [score for _, score in ours] == pytest.approx(best, rel=1e-5), words
        assert [by_whoosh[row] for row, _ in ours] == pytest.approx(best, rel=1e-5), words
        totals.append(len(by_whoosh))
    return totals


def test_two_thousand_questions_score_as_in_a_plain_whoosh_index(
    index: EmbeddedIndex, plain: Searcher
) -> None:
    """Words, phrases, beginnings and misspelt words: totals and the best 20 scores are Whoosh's."""
    random = Random(11)
    totals = assert_judged_equal(index, plain, [asked(random) for _ in range(QUERIES)])
    assert sum(total > LISTED for total in totals) > QUERIES // 10
    assert sum(total == 0 for total in totals) > QUERIES // 100


def test_the_best_are_found_without_scoring_all(
    index: EmbeddedIndex, plain: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only each term's best rows are looked at first, no better row is lost."""
    monkeypatch.setattr(relevance, "SCORED_AT_ONCE", LISTED)
    monkeypatch.setattr(relevance, "FIRST_BEST", 2)
    random = Random(13)
    words = [text for text in (asked(random) for _ in range(600)) if '"' not in text]
    assert_judged_equal(index, plain, words)


def test_whoosh_over_our_snapshot_is_whoosh_over_its_own(
    index: EmbeddedIndex, plain: Searcher
) -> None:
    """The adapter gives Whoosh's search what its own index gives it."""
    random, adapted = Random(12), snapshot_searcher(index.fields())
    for _ in range(100):
        query = Query(words=asked(random), fuzzy=True)
        groups = groups_of(index, query)
        assert scores(groups, adapted) == pytest.approx(scores(groups, plain))


@pytest.mark.parametrize(
    "text",
    ["calhar", "cal*", "name:cal", 'passages:"infusions ketamine"', "ketamine NOT clinic",
     "cal OR mir", "c?l", "ketamine AND (har OR zel)", "town:[a TO m]", "harmir~1"],
)  # fmt: skip
def test_whooshs_query_language_runs_on_our_snapshot(
    index: EmbeddedIndex, plain: Searcher, text: str
) -> None:
    """Everything that Whoosh parses finds and scores alike, whether we have a fast way or not."""
    adapted = snapshot_searcher(index.fields())
    parser = MultifieldParser(["name", "town", "passages", "labels"], adapted.schema)
    parser.add_plugin(FuzzyTermPlugin())
    found = [
        {
            hit.docnum: hit.score
            for hit in judge.search(parser.parse(text), limit=None, optimize=False)
        }
        for judge in (adapted, plain)
    ]
    assert found[0] == pytest.approx(found[1])


def test_whoosh_spells_and_highlights_on_our_snapshot(index: EmbeddedIndex) -> None:
    """Its speller suggests words that are there; its highlighter marks them in the text."""
    adapted = snapshot_searcher(index.fields())
    assert "ketamine" in adapted.corrector("passages").suggest("ketamin3", limit=3)
    parser = MultifieldParser(["passages"], adapted.schema)
    hit = adapted.search(parser.parse("ketamine"), limit=1)[0]
    assert "ketamine</b>" in hit.highlights("passages").casefold()
