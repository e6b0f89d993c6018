"""What the checks share: the files of a build, and what is found wrong in them."""

import dataclasses
import html.parser
import pathlib


@dataclasses.dataclass(frozen=True, order=True)
class Finding:
    check: str
    file: str
    message: str

    def __str__(self):
        return f"{self.file}: [{self.check}] {self.message}"


class Page(html.parser.HTMLParser):
    """The ids, links, headings and text of a page."""

    def __init__(self, path, name):
        super().__init__(convert_charrefs=True)
        self.path, self.name = path, name
        self.ids, self.links, self.headings, self.assets = [], [], [], []
        self._link = None
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)
        self.close()

    @property
    def is_fragment(self):
        return "/fragments/" in "/" + self.name

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self._link = [values["href"], values.get("aria-label") or ""]
            self.links.append(self._link)
        elif tag == "link" and values.get("rel") in ("alternate", "stylesheet", "icon"):
            self.assets.append(values.get("href", ""))
        elif tag in ("img", "script", "iframe", "source", "video", "audio", "embed") and values.get("src"):
            self.assets.append(values["src"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        if tag == "a":
            self._link = None

    def handle_data(self, data):
        if self._link is not None and data.strip():
            self._link[1] += data


class Site:
    """The files of a build; pages are read once."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.files = sorted(path for path in self.root.rglob("*") if path.is_file())
        self.pages = {
            self.name(path): Page(path, self.name(path)) for path in self.files if path.suffix == ".html"
        }

    def name(self, path):
        return path.relative_to(self.root).as_posix()

    def with_suffix(self, suffix):
        return [path for path in self.files if path.suffix == suffix]

    def kinds(self):
        """One or two pages of each kind, for checks that are too slow for every page."""
        kinds = {}
        for name in self.pages:
            parts = name.split("/")
            if parts[0] == "central":
                kind = ("central", len(parts))
            elif "fragments" in parts:
                continue
            elif "agreements" in parts:
                kind = ("form",)
            elif len(parts) <= 2 or parts[1] == "trust":
                kind = (name,)
            elif parts[-1] in ("index.html", "changes.html"):
                kind = (parts[-1],)
            else:
                kind = ("document", parts[-1])
            kinds.setdefault(kind, []).append(name)
        chosen = []
        for names in kinds.values():
            # The longest page of a kind has most in it that can go wrong.
            names.sort(key=lambda name: (-len(self.pages[name].source), name))
            chosen.append(names[0])
        return sorted(chosen)
