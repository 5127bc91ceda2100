"""Finds the element of a web page that holds the document."""

from __future__ import annotations

import re

from lxml import etree
from readability import Document

from policyqa.reading.html_blocks import is_data
from policyqa.reading.numbering import Element

_NEVER_SHOWN = (
    "script", "style", "noscript", "template", "select", "input", "button", "textarea", "svg", "iframe",
    "object", "video", "audio", "nav", "footer",
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# What sites call their own parts.
_SITE_PARTS = {
    "footer", "foot", "copyright", "nav", "navbar", "menu", "crumb", "crumbs", "breadcrumb", "curb",
    "location", "share", "bdsharebuttonbox", "sidebar", "pagination", "toolbar", "search", "login",
}  # fmt: skip
_IMPRINT = re.compile(r"版权所有|ICP备|公网安备|网站标识码|Copyright|(?:主办|承办)(?:单位)?[:：]", re.I)
_LONGEST_IMPRINT = 400  # characters
_LEAST_LINKS = 3  # in a menu
_LONGEST_LINK = 12  # characters, on average, in a menu
_NO_MENU = re.compile(r"附件|附表|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)\b", re.I)
_SEPARATORS = re.compile(r"[\s|｜>＞»·•/\-]+")
_MOST_FURNITURE = 0.5  # of a page's text: an element of more is no part of the site, whatever it is called
_BULK = 0.75  # of an element's text: a child that holds as much takes its place
_MOST_LINKS = 0.33  # of an element's text: one with more still holds lists of links
_LEAST_OF_BULK = 0.5
_MARK = "data-policyqa"


def prune(root: Element, *, keep_hidden: bool) -> None:
    """Take out what no reader of the page sees."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in list(root.iter(*_NEVER_SHOWN)):
        _drop(element)
    if not keep_hidden:
        for element in root.xpath("//body//*[@style or @hidden]"):
            if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
                _drop(element)

    for element in list(root.iter("div", "ul", "ol", "p", "td", "tr", "table", "dl")):
        if _is_menu(element):
            _drop(element)


def _is_menu(element: Element) -> bool:
    """Whether an element holds short links and nothing else, none of them to a file."""
    links = element.findall(".//a")
    if len(links) < _LEAST_LINKS:
        return False
    text = _SEPARATORS.sub("", "".join(element.itertext()))
    linked = _SEPARATORS.sub("", "".join("".join(link.itertext()) for link in links))
    return text == linked and len(linked) <= _LONGEST_LINK * len(links) and not _NO_MENU.search(linked)


def _drop(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def main_node(root: Element) -> Element:
    """The smallest element with the bulk of the page's text; links and parts of the site do not count."""
    body = root.find("body")
    body = root if body is None else body
    plain, linked = _weigh(body)
    node = body
    while True:
        child = max(node, key=lambda c: plain.get(c, 0), default=None)
        if child is None or plain[child] < _BULK * plain[node] or not plain[child]:
            break
        if child.tag == "table" and is_data(child):
            break
        node = child
    if linked[node] > _MOST_LINKS * (linked[node] + plain[node]):
        found = _by_readability(root)
        if found is not None and plain.get(found, 0) >= _LEAST_OF_BULK * plain[node]:
            return found
    return node


def _weigh(body: Element) -> tuple[dict[Element, int], dict[Element, int]]:
    """Characters of each element's text outside links and inside them."""
    plain: dict[Element, int] = {}
    linked: dict[Element, int] = {}
    for element in reversed(list(body.iter())):  # children before their parents
        own = _count(element.text) + sum(plain.get(child, 0) + _count(child.tail) for child in element)
        inner = sum(linked.get(child, 0) for child in element)
        is_link = element.tag == "a"
        plain[element], linked[element] = (0, own + inner) if is_link else (own, inner)
    return _without_site_parts(body, plain), linked


def _without_site_parts(body: Element, plain: dict[Element, int]) -> dict[Element, int]:
    most = _MOST_FURNITURE * plain[body]
    for element in body.iter():
        if plain[element] and plain[element] < most and _is_site_part(element, plain[element]):
            loss = plain[element]
            for above in [element, *element.iterancestors()]:
                if above in plain:
                    plain[above] -= min(loss, plain[above])
            for below in element.iterdescendants():
                plain[below] = 0
    return plain


def _is_site_part(element: Element, size: int) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}".lower().split()
    if any(name in _SITE_PARTS for name in names):
        return True
    own = [element.text, *(child.tail for child in element)]
    return size < _LONGEST_IMPRINT and any(text and _IMPRINT.search(text) for text in own)


def _count(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _by_readability(root: Element) -> Element | None:
    """The element around what readability keeps of the page; it works on a copy that carries marks."""
    elements = {str(index): element for index, element in enumerate(root.iter())}
    for index, element in elements.items():
        element.set(_MARK, index)
    page = etree.tostring(root, encoding="unicode", method="html")
    for element in elements.values():
        del element.attrib[_MARK]
    summary = etree.HTML(Document(page).summary())
    kept = [elements[mark] for mark in summary.xpath(f"//@{_MARK}") if mark in elements]
    return _around([element for element in kept if element.tag not in ("html", "body")])


def _around(elements: list[Element]) -> Element | None:
    """The deepest element that holds them all."""
    if not elements:
        return None
    shared = [elements[0], *elements[0].iterancestors()]
    for element in elements[1:]:
        line = {element, *element.iterancestors()}
        shared = [ancestor for ancestor in shared if ancestor in line]
    return shared[0]
