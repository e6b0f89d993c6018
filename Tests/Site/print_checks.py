"""Checks of paper: each page is printed by Chromium and by WeasyPrint, and read back out of the PDF."""

import html
import pathlib
import re
import subprocess
import tempfile

import pikepdf

from findings import Finding

# Small marks at the two ends of whatever may not be split, which are then looked for in the PDF.
MARKS = """() => {
  const mark = (name, parent, first) => {
    const span = document.createElement('span');
    span.textContent = name;
    for (const [key, value] of Object.entries({position: 'static', fontSize: '2px', lineHeight: '1', display: 'inline-block', width: '0', height: '0', whiteSpace: 'nowrap'}))
      span.style.setProperty(key, value, 'important');
    first ? parent.prepend(span) : parent.append(span);
  };
  const height = 900, kinds = {};
  let number = 0;
  for (const element of document.querySelectorAll('.signed-by, .slip, tr, li')) {
    if (!element.checkVisibility() || element.querySelector('li') || element.getBoundingClientRect().height > height) continue;
    if (element.closest('ol.contents')) continue;
    if (element.matches('.slip') && element.closest('.large')) continue;
    number += 1;
    const isRow = element.tagName === 'TR';
    if (isRow && !element.cells.length) continue;
    kinds[number] = (element.className || element.tagName.toLowerCase()) + ' ' + element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 40);
    // A block has its marks in its first and its last words, where they make no line of their own.
    const inner = isRow ? [...element.cells] : element.matches('li') ? [element] : [...element.querySelectorAll('p, .label, dt')];
    if (!inner.length) continue;
    mark(`xqs${number}z`, inner[0], true);
    mark(`xqe${number}z`, inner[inner.length - 1], false);
  }
  for (const element of document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')) {
    let next = element.nextElementSibling;
    while (next && !next.checkVisibility()) next = next.nextElementSibling;
    if (!element.checkVisibility() || !next) continue;
    const inner = next.matches('ul, ol') ? next.querySelector('li') : next.matches('.table') ? next.querySelector('th, td') : next.matches('dl') ? next.querySelector('dt') : next;
    if (!inner) continue;
    number += 1;
    kinds[number] = 'heading ' + element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 40);
    mark(`xqs${number}z`, element, false);
    mark(`xqe${number}z`, inner, true);
  }
  return kinds;
}"""

FACTS = """() => {
  const text = selector => document.querySelector(selector)?.textContent.replace(/\\s+/g, ' ').trim() || '';
  const sizes = [];
  for (const element of document.querySelectorAll('.form.large *')) {
    if (!element.checkVisibility() || element.closest('[aria-hidden]')) continue;
    if ([...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
      sizes.push([parseFloat(getComputedStyle(element).fontSize) * .75, element.textContent.trim().slice(0, 30)]);
  }
  sizes.sort((a, b) => a[0] - b[0]);
  const colours = [];
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    if (element.checkVisibility() && element.textContent.trim() && (style.color !== 'rgb(0, 0, 0)' || !['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(style.backgroundColor)))
      colours.push(element.textContent.trim().slice(0, 30));
  }
  return {
    title: document.title, heading: text('h1'),
    owner: text('header.site .owner'), reference: text('p.reference'),
    sides: document.querySelector('[data-sides]')?.dataset.sides || '',
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
    shown: document.body.innerText, smallest: sizes[0] || null, colour: colours[0] || null,
    lines: [...document.querySelectorAll('.form.standard .line')].filter(line => line.getBoundingClientRect().height < 8 * 96 / 25.4 - .5).length,
  };
}"""


def words(text):
    """The letters and digits of a text in order: how a line is broken does not matter."""
    return re.sub(r"[\W_]+", "", text)


def sheets(pdf):
    """The text of each sheet in the order of the page: what stands in one cell comes in one piece."""
    text = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True, text=True).stdout
    return text.split("\f")[:-1]


def boxes(pdf):
    """Of each sheet its width in points and the words on it with their right ends."""
    source = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True, text=True).stdout
    for page in re.split(r"<page ", source)[1:]:
        width = float(re.match(r'width="([\d.]+)"', page)[1])
        yield width, [(float(right), html.unescape(word)) for right, word in re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)</word>', page)]


def titles(items):
    """All titles of an outline."""
    for item in items:
        yield str(item.title)
        yield from titles(item.children)


def read(check, name, pdf, facts):
    """Compares a PDF with what its page says."""
    findings = []
    add = lambda message: findings.append(Finding(check, name, message))
    with pikepdf.open(pdf) as document:
        root = document.Root
        if str(root.get("/Lang", "")) != "en-GB":
            add("the PDF does not say that its language is en-GB")
        if not root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in root:
            add("the PDF has no tags")
        if str(document.docinfo.get("/Title", "")) != facts["title"]:
            add(f"the PDF's title is '{document.docinfo.get('/Title', '')}' and not '{facts['title']}'")
        with document.open_outline() as outline:
            found = [words(title) for title in titles(outline.root)]
        if not any(words(facts["heading"]) in title for title in found):
            add(f"the PDF has no bookmark '{facts['heading']}'")
        for number, page in enumerate(document.pages, 1):
            width, height = (float(page.mediabox[index]) * 25.4 / 72 for index in (2, 3))
            if sorted((round(width), round(height))) != [210, 297]:
                add(f"sheet {number} is {width:.0f} by {height:.0f} mm and not A4")
        count = len(document.pages)
    pages = sheets(pdf)
    digest = re.search(r"\b[0-9a-f]{12}\b", facts["reference"])
    version = re.search(r"\bv([\d.]+)\b", facts["reference"])
    foot = [facts["heading"], facts["owner"]] + ([digest[0]] if digest else []) + ([f"Version {version[1]}"] if version else [])
    for number, text in enumerate(pages, 1):
        letters = words(text)
        for part in foot + [f"Page {number} of {count}"]:
            if words(part) not in letters:
                add(f"sheet {number} of {count} does not say '{part}'")
        if digest and facts["owner"] and letters.count(words(facts["owner"])) < 1:
            add(f"sheet {number} of {count} does not name {facts['owner']}")
    if facts["sides"] == "1" and count != 1:
        add(f"the form is made for one side and takes {count}")
    for number, (width, found) in enumerate(boxes(pdf), 1):
        for right, word in found:
            if right > width - 14 * 72 / 25.4 + 1:
                add(f"'{word}' on sheet {number} runs into the right margin")
    lost = missing(facts["shown"], "".join(pages))
    if lost:
        add(f"the paper lacks '{lost}'")
    return findings


def missing(shown, printed):
    """The first line of a page that is not on the paper."""
    printed = words(printed)
    for line in shown.splitlines():
        # A line may be broken over two sheets, with a foot between: its words are then looked for one by one.
        if words(line) in printed:
            continue
        for word in line.split():
            if words(word) not in printed:
                return line.strip()
    return None


def split(check, name, pdf, kinds):
    """What stands on two sheets and ought to stand on one."""
    place = {}
    for number, text in enumerate(sheets(pdf), 1):
        for mark in re.findall(r"xq[se]\d+z", re.sub(r"\s+", "", text)):
            place.setdefault(mark, number)
    findings = []
    for number, words_ in kinds.items():
        start, end = place.get(f"xqs{number}z"), place.get(f"xqe{number}z")
        if start is None or end is None:
            continue
        if start != end:
            kind = "stands alone at the end of a sheet" if words_.startswith("heading") else "is split over two sheets"
            findings.append(Finding(check, name, f"'{words_}' {kind}"))
    return findings


def on_paper(browser, site, name, scheme="dark"):
    """Opens a page as paper shows it; in dark mode, which paper must not heed."""
    browser.open(site.pages[name].path, width=643, scheme=scheme)
    browser.page.emulate_media(media="print", color_scheme=scheme)
    return browser.page


def chosen(site, names):
    """The kinds of pages that were chosen, and every form."""
    forms = [name for name in site.pages if "/agreements/" in "/" + name]
    return sorted(set(names) | set(forms))


def print_(browser, site, names):
    """Chromium's own Print, which is what a family has: the foot of each sheet, one side, nothing split or cut off."""
    findings = []
    with tempfile.TemporaryDirectory() as folder:
        pdf = pathlib.Path(folder) / "page.pdf"
        two = []
        for name in chosen(site, names):
            page = on_paper(browser, site, name)
            facts = page.evaluate(FACTS)
            if facts["sides"] == "2":
                two.append(name)
            page.pdf(path=pdf, prefer_css_page_size=True, outline=True, tagged=True)
            findings += read("print", name, pdf, facts)
            if facts["smallest"] and facts["smallest"][0] < 17.9:
                findings.append(Finding("print", name, f"large print has '{facts['smallest'][1]}' in {facts['smallest'][0]:.1f} pt"))
            if facts["colour"]:
                findings.append(Finding("print", name, f"'{facts['colour']}' is not black on white on paper"))
            if facts["wide"]:
                # Chromium would print the whole page smaller, until all fits.
                findings.append(Finding("print", name, "the page is wider than the sheet"))
            if facts["lines"]:
                findings.append(Finding("print", name, f"{facts['lines']} lines to write on are less than 8 mm high"))
            page = on_paper(browser, site, name)
            kinds = page.evaluate(MARKS)
            page.pdf(path=pdf, prefer_css_page_size=True)
            findings += split("print", name, pdf, kinds)
        if two:
            print("forms on two sides: " + ", ".join(two))
    return findings


def weasyprint(browser, site, names):
    """WeasyPrint, which 'build --pdf' takes first: the same of the sheets, and page numbers in the contents."""
    import weasyprint as engine

    rules = pathlib.Path(__file__).parent.parent.parent / "Templates/site/weasyprint.css"
    findings = []
    with tempfile.TemporaryDirectory() as folder:
        pdf, marked = pathlib.Path(folder) / "page.pdf", pathlib.Path(folder) / "marked.html"
        # It is slow: of the forms in large print one will do, which is among the kinds.
        for name in (name for name in chosen(site, names) if name in names or "-large" not in name):
            page = on_paper(browser, site, name)
            facts = page.evaluate(FACTS)
            style = [engine.CSS(rules)]
            engine.HTML(site.pages[name].path).write_pdf(pdf, stylesheets=style, pdf_variant="pdf/ua-1")
            findings += read("weasyprint", name, pdf, facts)
            if 'class="contents"' in site.pages[name].source and 'ol class="contents"' in site.pages[name].source:
                if not re.search(r"\.\s?\.\s?\.\s?\.\s*\d", "\n".join(sheets(pdf))):
                    findings.append(Finding("weasyprint", name, "the contents have no page numbers"))
            kinds = page.evaluate(MARKS)
            marked.write_text("<!doctype html>" + page.evaluate("document.documentElement.outerHTML"), encoding="utf-8")
            engine.HTML(marked).write_pdf(pdf, stylesheets=style)
            findings += split("weasyprint", name, pdf, kinds)
    return findings


CHECKS = {"print": (print_, False), "weasyprint": (weasyprint, False)}
