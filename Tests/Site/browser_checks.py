"""Checks in headless Chromium: accessibility, requests, the console, the keyboard, small screens, style, scripts."""

import os
import pathlib
import re

from playwright.sync_api import sync_playwright

from findings import Finding

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

AXE = """async tags => {
  const result = await axe.run(document, {
    runOnly: {type: 'tag', values: tags}, preload: false, resultTypes: ['violations'],
    rules: {'td-has-header': {enabled: true}}
  });
  return result.violations.map(v => [v.id, v.help, v.nodes.length, v.nodes[0].target.join(' ')]);
}"""

WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (box.right > width + 1 && element.checkVisibility() && !element.closest('.table')) {
      return element.tagName.toLowerCase() + (element.className ? '.' + element.className : '') + ' ' + element.textContent.trim().slice(0, 40);
    }
  }
  return 'the page';
}"""

# WCAG 1.4.12: text may be spaced so, and nothing is lost.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

# What has the focus, whether one sees it, and how it is marked.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  if (element.dataset.walked) return {again: true};
  element.dataset.walked = '1';
  const box = [...element.getClientRects()].sort((a, b) => b.width * b.height - a.width * a.height)[0] || element.getBoundingClientRect();
  const name = (element.getAttribute('href') || element.tagName) + ' ' + element.textContent.trim().slice(0, 30);
  const style = getComputedStyle(element);
  const marked = style.outlineStyle === 'auto' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  let seen = false, part = false;
  if (right > left && bottom > top) {
    let count = 0, hits = 0;
    for (const x of [.1, .5, .9]) for (const y of [.15, .5, .85]) {
      count += 1;
      const there = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      if (there && (element.contains(there) || there.contains(element))) hits += 1;
    }
    seen = hits > 0; part = hits === count;
  }
  return {name, marked, seen, part};
}"""


class Browser:
    """One browser and one page in it, used again: a new page for each load would cost three times as much."""

    def __init__(self, playwright):
        self.browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"])
        self.context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        # Whatever a page asks for outside of its file goes nowhere, and is reported.
        self.page = self.context.new_page()
        self.requests, self.messages = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.messages.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))

    def open(self, path, width=1280, scheme="light", height=800):
        self.page.emulate_media(color_scheme=scheme, media="screen")
        self.page.set_viewport_size({"width": width, "height": height})
        self.requests.clear()
        self.messages.clear()
        self.page.goto(path.as_uri(), wait_until="load")
        return self.page


def axe(browser, site, names):
    """axe-core on a page of each kind, at three widths, light and dark."""
    script = (pathlib.Path(os.environ["SITE_TOOLS"]) / "axe.min.js").read_text(encoding="utf-8")
    findings = set()
    for name in names:
        for width in WIDTHS:
            for scheme in SCHEMES:
                page = browser.open(site.pages[name].path, width, scheme)
                page.evaluate(script)
                for rule, words, count, target in page.evaluate(AXE, TAGS):
                    findings.add(Finding("axe", name, f"{rule} ({words}) {count} times, such as {target}, at {width} px, {scheme}"))
    return sorted(findings)


def quiet(browser, site, names):
    """No request leaves a page, and the console stays empty; wide enough for 320 px, spaced out too."""
    findings = []
    for name in names:
        path = site.pages[name].path
        page = browser.open(path, 320)
        for url in browser.requests:
            if url != path.as_uri() and not url.startswith("data:"):
                findings.append(Finding("requests", name, f"the page asks for {url}"))
        for message in browser.messages:
            findings.append(Finding("console", name, message))
        wide = page.evaluate(WIDE)
        if wide:
            findings.append(Finding("reflow", name, f"the page is wider than 320 px: {wide}"))
        page.evaluate(SPACED)
        wide = page.evaluate(WIDE)
        if wide:
            findings.append(Finding("spacing", name, f"with text spaced out the page is wider than 320 px: {wide}"))
    return findings


def focus(browser, site, names):
    """The Tab key reaches everything that can be used, and what has the focus is seen and marked."""
    findings = []
    for name in names:
        for width, height in ((1280, 720), (320, 480)):
            page = browser.open(site.pages[name].path, width, height=height)
            page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
            expected = page.evaluate(
                "[...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled).length")
            walked = 0
            for _ in range(expected * 2 + 40):
                page.keyboard.press("Tab")
                found = page.evaluate(FOCUS)
                if found is None or found.get("again"):
                    break
                walked += 1
                if not found["marked"]:
                    findings.append(Finding("focus", name, f"the focus is not marked on {found['name']}, at {width} px"))
                if not found["seen"]:
                    findings.append(Finding("focus", name, f"the focus is out of sight or covered on {found['name']}, at {width} px"))
            if walked < expected:
                findings.append(Finding("focus", name, f"the Tab key reaches {walked} of {expected} links and fields, at {width} px"))
    return findings


DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+)")
# Meant for print engines, which browsers pass over.
FOR_PRINT = re.compile(r"^(string-set|bookmark-\w+|footnote-\w+|size|marks|bleed|page|counter-\w+|content)$|target-counter|running\(|leader\(")


def style(browser, site, names):
    """Each declaration of the style is one that the browser knows: a slip of the pen is passed over in silence."""
    findings = []
    sheets = {}
    for name, page in site.pages.items():
        for text in re.findall(r"<style>(.*?)</style>", page.source, re.S):
            sheets.setdefault(text, name)
    page = browser.page
    page.goto("about:blank")
    for text, name in sheets.items():
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        for body in re.findall(r"\{([^{}]*)\}", text):
            for part in body.split(";"):
                match = DECLARATION.match(part.strip())
                if not match or match[1].startswith("--") or part.strip().startswith("--") or FOR_PRINT.search(match[1]) or FOR_PRINT.search(match[2]):
                    continue
                value = re.sub(r"\s*!important\s*$", "", match[2].strip())
                if not page.evaluate("([property, value]) => CSS.supports(property, value)", [match[1], value]):
                    findings.append(Finding("style", name, f"the browser does not know '{match[1]}: {value}'"))
    return sorted(set(findings))


def scripts(browser, site, names):
    """The two small scripts do what they are for, and a page is whole without them."""
    findings = []
    for name in names:
        page = browser.open(site.pages[name].path)
        if page.query_selector("#find"):
            findings += finding_works(page, name)
        if page.query_selector("table[data-sort]"):
            findings += sorting_works(page, name)
    return findings


def finding_works(page, name):
    entries = "() => [...document.querySelectorAll('[data-find] li')].filter(e => e.checkVisibility()).length"
    before = page.evaluate(entries)
    if not page.is_visible("#find-input"):
        return [Finding("scripts", name, "the box to find a school does not appear")]
    first = page.inner_text("[data-find] li a")
    page.fill("#find-input", first.upper())
    after = page.evaluate(entries)
    findings = []
    if not 0 < after < before and before > 3:
        findings.append(Finding("scripts", name, f"typing '{first}' leaves {after} of {before} entries"))
    if "match" not in page.inner_text("#find-status"):
        findings.append(Finding("scripts", name, "how many schools match is not said"))
    page.fill("#find-input", "")
    if page.evaluate(entries) != before:
        findings.append(Finding("scripts", name, "an empty box does not bring all schools back"))
    return findings


def sorting_works(page, name):
    cells = "() => [...document.querySelector('table[data-sort]').tBodies[0].rows].map(r => r.cells[0].dataset.key || r.cells[0].textContent.trim().toLowerCase())"
    button = page.query_selector("table[data-sort] th button")
    if not button:
        return [Finding("scripts", name, "the heads of the table have no buttons to sort it by")]
    button.click()
    up = page.evaluate(cells)
    button.click()
    down = page.evaluate(cells)
    if len(set(up)) > 1 and up == down:
        return [Finding("scripts", name, "a click on the head of the table sorts nothing")]
    return []


def with_browser(work):
    """Runs work with a browser, which is closed after it."""
    with sync_playwright() as playwright:
        browser = Browser(playwright)
        try:
            return work(browser)
        finally:
            browser.browser.close()


# Each check, and whether it looks at every page or at one of each kind.
CHECKS = {
    "axe": (axe, False), "quiet": (quiet, True), "focus": (focus, False), "style": (style, True),
    "scripts": (scripts, False),
}
