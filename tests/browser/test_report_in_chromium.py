"""The HTML report in a real browser; where there is no Chromium with its driver, these tests say they were skipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifyrules.export.report import to_html
from tests.export.judged import judged
from tests.export.test_report import BANNER, HOSTILE

selenium = pytest.importorskip("selenium")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.options import Options  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with its driver here"),
    pytest.mark.xdist_group("browser"),
]
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = CHROMIUM or ""
    for each in (*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(each)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER or ""))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: webdriver.Chrome, tmp_path: Path) -> webdriver.Chrome:
    path = tmp_path / "report.html"
    path.write_text(
        to_html(judged(HOSTILE, now="2026-03-10T09:00-05:00", everything=True), banner=BANNER), encoding="utf-8"
    )
    browser.set_window_size(1280, 900)
    browser.get(path.as_uri())
    return browser


def shown(page: webdriver.Chrome) -> list[str]:
    rows = page.find_elements(By.CSS_SELECTOR, "tr[data-status]")
    return [row.get_attribute("data-status") or "" for row in rows if row.is_displayed()]


def test_nothing_is_wrong_and_hostile_text_stays_text(page: webdriver.Chrome) -> None:
    assert page.get_log("browser") == []  # type: ignore[no-untyped-call]
    assert "<script>alert('x')</script>" in page.find_element(By.CSS_SELECTOR, ".case").text
    assert page.find_element(By.CSS_SELECTOR, ".banner").text == BANNER


def test_filters_show_what_is_asked_and_say_how_much(page: webdriver.Chrome) -> None:
    every = page.find_elements(By.CSS_SELECTOR, "tr[data-status]")
    assert set(shown(page)) == {"required", "undetermined"}
    page.find_element(By.CSS_SELECTOR, "input[value=undetermined]").click()
    assert set(shown(page)) == {"required"}
    page.find_element(By.CSS_SELECTOR, "input[value=not_required]").click()
    assert set(shown(page)) == {"required", "not_required"}
    words = page.find_element(By.CSS_SELECTOR, "input[name=words]")
    words.send_keys("bank office")
    found = [row.text for row in every if row.is_displayed()]
    assert found
    assert all("office" in text.lower() and "bank" in text.lower() for text in found)
    said = page.find_element(By.ID, "shown").text
    assert said == f"{len(found)} of {len(every)} duties shown"


def test_an_anchor_opens_the_duty_it_leads_to(page: webdriver.Chrome) -> None:
    link = page.find_element(By.CSS_SELECTOR, "#duties td a")
    target = (link.get_attribute("href") or "").partition("#")[2]
    details = page.find_element(By.CSS_SELECTOR, f"#{target} details")
    assert details.get_attribute("open") is None
    link.click()
    assert details.get_attribute("open") is not None
    assert page.find_element(By.ID, target).is_displayed()


def test_the_keyboard_reaches_the_table_first(page: webdriver.Chrome) -> None:
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    first = page.switch_to.active_element
    assert first.text == "To the table of duties"


def test_without_scripts_everything_can_be_read(browser: webdriver.Chrome, tmp_path: Path) -> None:
    path = tmp_path / "plain.html"
    text = to_html(judged(everything=True))
    path.write_text(text[: text.index("<script>")] + text[text.index("</script>") + 9 :], encoding="utf-8")
    browser.get(path.as_uri())
    rows = browser.find_elements(By.CSS_SELECTOR, "tr[data-status]")
    assert rows
    assert all(row.is_displayed() for row in rows)
    assert not browser.find_element(By.ID, "filters").is_displayed()


@pytest.mark.parametrize("width", [1280, 400])
def test_no_width_cuts_the_page(page: webdriver.Chrome, width: int) -> None:
    page.set_window_size(width, 900)
    inner, whole = page.execute_script("return [window.innerWidth, document.documentElement.scrollWidth]")
    assert whole <= max(inner, 500)  # the narrowest window Chromium opens


def test_it_prints_with_the_banner_on_every_page(page: webdriver.Chrome) -> None:
    printed = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    assert len(printed["data"]) > 10_000
