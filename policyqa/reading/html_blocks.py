"""Lines and tables of a web page's elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text

from policyqa.reading.numbering import Element, whole
from policyqa.reading.writer import Cell, join_lines

MARK = re.compile("\ue000(\\d+)\ue001")  # stands in the text where a table stood
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]"
# A line break of the source between two Chinese characters, where no blank belongs.
_SOURCE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]\s*(?={_WIDE})")
_BULLET = re.compile(r"^\s+• ")
_TABLE_PARTS = ("tr", "td", "th", "tbody", "thead", "tfoot")
_BULK, _MOST_BREAKS = 0.75, 5  # a cell with more of a table's text and more breaks is a page's column
_MOST_COLUMNS = 100
_MOST_PLACES = 200_000  # that the cells of a table may cover; a page may claim thousands for each


def lines(node: Element) -> Iterator[str]:
    """Lines as a browser breaks them; lists keep the numbers that it counts and lose its bullets."""
    for element in node.iter():
        if element.text:
            element.text = _SOURCE_BREAK.sub("", element.text)
        if element.tail:
            element.tail = _SOURCE_BREAK.sub("", element.tail)
    page = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
    text: str = extract_plain_text(page, main_content=False, alt_texts=False)
    for line in text.split("\n"):
        line = _BULLET.sub("", line).strip()
        if line:
            yield line


def is_data(table: Element) -> bool:
    """Two rows and two columns at least, no table inside, and no cell that holds a whole text."""
    rows = list(table.iter("tr"))
    cells = [cell for row in rows for cell in _cells_of(row)]
    sizes = [len("".join(cell.itertext()).strip()) for cell in cells]
    if len(rows) < 2 or len(cells) <= len(rows) or not any(sizes) or table.find(".//table") is not None:
        return False
    largest = max(range(len(cells)), key=sizes.__getitem__)
    breaks = sum(1 for _ in cells[largest].iter("p", "br", "div"))
    return sizes[largest] < _BULK * sum(sizes) or breaks < _MOST_BREAKS


def take_tables(node: Element) -> list[list[Cell]]:
    """Replace each table of data by a numbered mark, and each table of layout by plain blocks."""
    found: list[list[Cell]] = []
    for table in reversed(list(node.iter("table"))):
        if table is node or not is_data(table):
            _flatten(table)
        else:
            _replace(table, f"\ue000{len(found)}\ue001")
            found.append(_cells(list(table.iter("tr"))))
    return found


def _flatten(table: Element) -> None:
    """Rows and cells as plain blocks, one below the other."""
    for element in [table, *table.iter(*_TABLE_PARTS)]:
        element.tag = "div"


def _replace(table: Element, text: str) -> None:
    mark = lxml_html.Element("p")
    mark.text, mark.tail = text, table.tail
    table.getparent().replace(table, mark)
    caption = table.find("caption")
    if caption is not None:
        above = lxml_html.Element("p")
        above.text = caption.text_content()
        mark.addprevious(above)


def _cells_of(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _cells(rows: list[Element]) -> list[Cell]:
    found: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(rows):
        column = 0
        for cell in _cells_of(element):
            while (row, column) in taken:
                column += 1
            height = min(max(whole(cell.get("rowspan"), 1) or len(rows), 1), len(rows) - row)
            width = min(max(whole(cell.get("colspan"), 1), 1), _MOST_COLUMNS)
            if len(taken) + height * width > _MOST_PLACES:
                height = width = 1
            found.append(Cell(join_lines(lines(cell), header=row == 0), row, column, height, width))
            taken |= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
            column += width
    return found
