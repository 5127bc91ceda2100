"""The HTML report in a real browser: it asks for nothing, sorts, opens quotes, and lets no document run a script."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from comparisons import library_of, records

from policyqa.comparing import compare
from policyqa.report import html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--window-size=1280,1600", "--disable-dev-shm-usage",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    folder = tmp_path_factory.mktemp("browser")
    with library_of(folder / "library", records()) as library:
        page = html.comparison(compare(library, ["莆田市", "宁德市", "福建省"]))
    (folder / "report.html").write_text(page, "utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        driver.get((folder / "report.html").as_uri())
        yield driver
    finally:
        driver.quit()


def test_the_page_asks_for_nothing_but_itself(browser: Any) -> None:
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    of_page = [one["request"]["url"] for one in asked if one["documentURL"].endswith("report.html")]
    assert [Path(address).name for address in of_page] == ["report.html"]
    assert browser.get_log("browser") == []  # neither errors nor refusals: the page breaks no rule of its own


def test_a_script_in_a_document_is_shown_and_not_run(browser: Any) -> None:
    assert "<script>alert(1)</script>" in browser.execute_script("return document.body.textContent")
    assert browser.execute_script("return document.scripts.length") == 1


def test_a_click_on_a_head_sorts_the_matrix(browser: Any) -> None:
    def column() -> list[str]:
        script = (
            "return [...document.querySelectorAll('table.matrix tbody tr')].map(r => r.cells[1].dataset.value ?? '')"
        )
        return [value for value in browser.execute_script(script) if value]

    head = browser.find_elements("css selector", "table.matrix thead th")[1]
    head.click()
    assert head.get_attribute("aria-sort") == "ascending"
    up = column()
    assert len(up) > 1
    assert up == sorted(up, key=float)
    head.click()
    assert column() == up[::-1]


def test_a_click_on_a_figure_opens_its_quote(browser: Any) -> None:
    cell = next(
        d for d in browser.find_elements("css selector", "table.matrix details.cell") if "96%" in d.text
    )  # fmt: skip
    quote = cell.find_element("css selector", "blockquote")
    assert not quote.is_displayed()
    cell.find_element("css selector", "summary .value").click()
    assert quote.is_displayed()
    assert quote.text == "学前教育毛入园率达到96%"
    assert "一、主要目标" in cell.text


def test_the_quotes_are_open_on_paper(browser: Any) -> None:
    browser.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    count = "return document.querySelectorAll('table.matrix details.cell:not([open])').length"
    assert browser.execute_script(count) == 0
    browser.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert browser.execute_script(count) > 0
