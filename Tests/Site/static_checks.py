"""Checks that read files without a browser: HTML, links, privacy of the central pages, feeds, data."""

import csv
import io
import json
import os
import pathlib
import re
import subprocess
import tempfile
import urllib.parse
import xml.etree.ElementTree as xml

import feedparser
import icalendar

from findings import Finding

# The checker is of June 2020: it knows neither these attributes nor the style of today.
NOT_KNOWN_THEN = re.compile(r"^CSS:|Attribute “(?:inert|popover|enterkeyhint)” not allowed")
WRAPPER = "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>Fragment</title></head>\n<body>\n%s\n</body>\n</html>\n"
BROKEN = "<!doctype html>\n<html lang=\"en-GB\"><head><title>x</title></head><body><p><div></p><img></body></html>\n"


def html(site):
    """The HTML checker of the W3C on every page; a fragment is put into a page of its own."""
    findings = []
    jar = next(pathlib.Path(os.environ["SITE_TOOLS"]).rglob("vnu.jar"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        names = {}
        for number, (name, page) in enumerate(site.pages.items()):
            path = folder / f"{number}.html"
            path.write_text(WRAPPER % page.source if page.is_fragment else page.source, encoding="utf-8")
            names[path.as_uri()] = name
        broken = folder / "broken.html"
        broken.write_text(BROKEN, encoding="utf-8")
        result = subprocess.run(
            ["java", "-Xss8m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--skip-non-html", str(folder)],
            capture_output=True, text=True, check=True)
        messages = json.loads(result.stderr)["messages"]
    saw_broken = False
    for message in messages:
        url = message.get("url", "").replace("file:/", "file:///").replace("file://///", "file:///")
        text = message["message"]
        if url.endswith("/broken.html"):
            saw_broken = True
            continue
        if NOT_KNOWN_THEN.search(text):
            continue
        if message["type"] == "info" and message.get("subType") != "warning":
            continue
        findings.append(Finding("html", names.get(url, url), f"line {message.get('lastLine')}: {text}"))
    if not saw_broken:
        findings.append(Finding("html", "(checker)", "the checker found nothing in a page that is broken: its silence is worth nothing"))
    return findings


VAGUE = {"here", "click here", "more", "read more", "link", "this", "this page", "this section"}


def links(site):
    """Every link leads to a file and a place that is there; every page is led to; ids are single; words say where."""
    findings = []
    reached = set()
    for name, page in site.pages.items():
        for identifier in {i for i in page.ids if page.ids.count(i) > 1}:
            findings.append(Finding("links", name, f"the id '{identifier}' stands there more than once"))
        for href, words in page.links:
            words = " ".join(words.split())
            if not words:
                findings.append(Finding("links", name, f"the link to '{href}' has no words"))
            elif words.lower() in VAGUE:
                findings.append(Finding("links", name, f"the link '{words}' does not say where it goes"))
            target, problem = resolve(site, name, href, page.is_fragment)
            if problem:
                findings.append(Finding("links", name, problem))
            if target:
                reached.add(target)
                if name.startswith("site/") and not target.startswith("site/"):
                    findings.append(Finding("private", name, f"the public page leads to {target}"))
        for address in page.assets:
            target, problem = resolve(site, name, address, False)
            if problem:
                findings.append(Finding("links", name, problem))
            if target:
                reached.add(target)
    starts = {"site/index.html", "central/index.html"}
    for name, page in site.pages.items():
        if name not in reached | starts and not page.is_fragment:
            findings.append(Finding("links", name, "no page leads to this page"))
    return findings


def resolve(site, name, href, is_fragment):
    """Returns the file that a link leads to, where that is one of ours, and what is wrong with the link."""
    parts = urllib.parse.urlsplit(href)
    if parts.scheme in ("http", "https"):
        return None, None if parts.netloc else f"the link '{href}' has no host"
    if parts.scheme in ("mailto", "tel"):
        return None, None if parts.path else f"the link '{href}' is empty"
    if parts.scheme == "data":
        return None, None
    if parts.scheme or href.startswith("/"):
        return None, f"the link '{href}' works only from one place"
    path = urllib.parse.unquote(parts.path)
    target = name if not path else os.path.normpath(os.path.join(os.path.dirname(name), path))
    if target.startswith("..") or not (site.root / target).exists():
        return None, f"the link '{href}' leads nowhere"
    if (site.root / target).is_dir():
        return None, f"the link '{href}' leads to a folder, which opens no page from a memory stick"
    fragment = urllib.parse.unquote(parts.fragment)
    if fragment and target in site.pages and fragment not in site.pages[target].ids:
        return target, f"the link '{href}' leads to no place on that page"
    return target, None


def private(site):
    """Nothing on the public site names the central pages."""
    findings = [finding for finding in links(site) if finding.check == "private"]
    for path in site.files:
        name = site.name(path)
        if name.startswith("site/") and b"central/" in path.read_bytes():
            findings.append(Finding("private", name, "the public file names the folder of the central pages"))
    return findings


def alone(site):
    """Nothing on a page is fetched from anywhere: no address in an element or in its style but data and places."""
    findings = []
    pattern = re.compile(
        r"<(?:script|img|iframe|embed|source|video|audio|object)\b[^>]*\s(?:src|data|srcset)=\"(?!data:|#)([^\"]*)\""
        r"|<link\b[^>]*rel=\"(?:stylesheet|icon|preload|preconnect)\"[^>]*|@import\b[^;]*|url\((?!['\"]?(?:data:|#))[^)]*\)", re.I)
    for name, page in site.pages.items():
        for match in pattern.finditer(page.source):
            findings.append(Finding("alone", name, f"the page asks for something: {match.group(0)[:80]}"))
        if page.is_fragment:
            for match in re.finditer(r"<(style|script|link)\b|\s(class|style|on\w+)=\"", page.source):
                findings.append(Finding("alone", name, f"the fragment brings style along: {match.group(0).strip()}"))
    return findings


ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


def feeds(site):
    """Atom feeds, strictly: the feed reader alone forgives too much."""
    findings = []

    def wrong(path, message):
        findings.append(Finding("feeds", site.name(path), message))

    identifiers = {}
    for path in site.with_suffix(".xml"):
        text = path.read_bytes()
        parsed = feedparser.parse(text)
        if parsed.bozo:
            wrong(path, f"it is not well formed: {parsed.bozo_exception}")
            continue
        root = xml.fromstring(text)
        if root.tag != ATOM + "feed":
            wrong(path, "it is no Atom feed")
            continue
        if not any(link.get("rel") == "self" for link in root.findall(ATOM + "link")):
            wrong(path, "the feed does not say where it is itself")
        has_author = root.find(ATOM + "author/" + ATOM + "name") is not None
        for element in [root, *root.findall(ATOM + "entry")]:
            what = element.findtext(ATOM + "title") or element.tag
            for part in ("id", "title", "updated"):
                found = element.findall(ATOM + part)
                if len(found) != 1 or not (found[0].text or "").strip():
                    wrong(path, f"'{what}' must have one {part}")
            if not TIME.match(element.findtext(ATOM + "updated") or ""):
                wrong(path, f"'{what}' has no good time of its last change")
            identifier = element.findtext(ATOM + "id") or ""
            if not re.match(r"(urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|tag:\S+|https?://\S+)$", identifier):
                wrong(path, f"'{what}' has the id '{identifier}', which is no address")
            if element is not root:
                if element.find(ATOM + "author") is None and not has_author:
                    wrong(path, f"'{what}' has no author")
                target = next((l.get("href") for l in element.findall(ATOM + "link") if l.get("rel") == "alternate"), None)
                if target is None:
                    wrong(path, f"'{what}' leads to no page")
                else:
                    _, problem = resolve(site, site.name(path), target, False)
                    if problem:
                        wrong(path, problem)
            key = (path, identifier)
            if key in identifiers:
                wrong(path, f"'{what}' has the id of '{identifiers[key]}'")
            identifiers[key] = what
    return findings


def calendars(site):
    """Calendars, strictly: the reader alone forgives too much."""
    findings = []

    def wrong(path, message):
        findings.append(Finding("calendars", site.name(path), message))

    for path in site.with_suffix(".ics"):
        data = path.read_bytes()
        if b"\n" in data.replace(b"\r\n", b""):
            wrong(path, "a line does not end with CR LF")
        for line in data.split(b"\r\n"):
            if len(line) > 75:
                wrong(path, f"a line has {len(line)} bytes; 75 are allowed")
        try:
            calendar = icalendar.Calendar.from_ical(data)
        except ValueError as error:
            wrong(path, f"it cannot be read: {error}")
            continue
        seen = set()
        for key in ("VERSION", "PRODID"):
            if key not in calendar:
                wrong(path, f"it has no {key}")
        for event in calendar.walk("VEVENT"):
            for key in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
                if key not in event:
                    wrong(path, f"an event has no {key}")
            for key, problem in event.errors:
                wrong(path, f"{key}: {problem}")
            if event.get("UID") in seen:
                wrong(path, f"two events have the UID {event.get('UID')}")
            seen.add(event.get("UID"))
        if data.count(b"BEGIN:VEVENT") != len(seen):
            wrong(path, "an event is not closed")
    return findings


def data(site):
    """JSON and CSV can be read, agree in length, and hold no formula."""
    findings = []

    def wrong(path, message):
        findings.append(Finding("data", site.name(path), message))

    def no_doubles(pairs):
        keys = [key for key, _ in pairs]
        for key in {k for k in keys if keys.count(k) > 1}:
            raise ValueError(f"the key '{key}' stands twice in one object")
        return dict(pairs)

    for path in site.with_suffix(".json"):
        try:
            value = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=no_doubles)
        except ValueError as error:
            wrong(path, f"it cannot be read: {error}")
            continue
        if path.name == "data.json":
            for document in value.get("documents", []):
                if not (site.root / "site" / document["page"]).exists():
                    wrong(path, f"the page '{document['page']}' is not there")
    for path in site.with_suffix(".csv"):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            wrong(path, f"it is not UTF-8: {error}")
            continue
        if "\n" in text.replace("\r\n", ""):
            wrong(path, "a line does not end with CR LF")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        for number, row in enumerate(rows, 1):
            if len(row) != len(rows[0]):
                wrong(path, f"row {number} has {len(row)} cells, the head has {len(rows[0])}")
            for cell in row:
                if cell[:1] in "=+-@\t\r" and cell:
                    wrong(path, f"row {number} has a cell that a spreadsheet would run: {cell[:30]}")
        twin = path.with_suffix(".json")
        if twin.exists() and rows:
            values = next(iter(json.loads(twin.read_text(encoding="utf-8")).values()))
            if len(values) != len(rows) - 1:
                wrong(path, f"it has {len(rows) - 1} rows, and {twin.name} has {len(values)}")
    for name, page in site.pages.items():
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.source, re.S):
            try:
                described = json.loads(block)
                if described.get("@context") != "https://schema.org" or "@type" not in described:
                    findings.append(Finding("data", name, "what describes the page does not say what it is"))
            except ValueError as error:
                findings.append(Finding("data", name, f"what describes the page cannot be read: {error}"))
    return findings


CHECKS = {
    "html": html, "links": links, "private": private, "alone": alone, "feeds": feeds,
    "calendars": calendars, "data": data,
}
