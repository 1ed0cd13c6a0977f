"""Takes a table of prices apart: which column's and which row's name belongs to a sum; pure."""

from indexer.interpret.money import has_sum
from indexer.interpret.price_unit import is_unit_named
from indexer.interpret.price_words import cues

CELLS = " | "
"""What stands between the cells of a row, as the crawler writes them."""


def header_of(text: str, header: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first row of the table that a passage is of; () if it is of none."""
    if CELLS not in text:
        return ()
    return header or (() if has_sum(text) else tuple(text.split(CELLS)))


def cells_named(row: str, header: tuple[str, ...]) -> list[str]:
    """Return a row's cells, each with the row's and its column's name, if columns name treatments.

    "Our price | $850 | $450" below "Spravato | IV infusion" is two prices, and so is "Mood | $450 |
    $360" below "Infusion | Regular | Military". Other texts as they are.
    """
    cells = row.split(CELLS)
    if len(cells) == 1 or row == CELLS.join(header):
        return [row]
    if len(cells) == len(header) and all(has_sum(cell) for cell in cells):
        return [CELLS.join(pair) for pair in zip(header, cells, strict=True)]
    names = header[1 - len(cells) :] if header else ()
    if len(names) > 1 and all(map(cues()["audience"].search, names)):
        corner = header[: len(header) - len(names)]
        return [CELLS.join((*corner, cells[0], cell)) for cell in cells[1:]]
    if len(names) < max(2, len(cells) - 1) or not all(map(is_unit_named, names)):
        return [row]
    return [CELLS.join((cells[0], *pair)) for pair in zip(names, cells[1:], strict=True)]
