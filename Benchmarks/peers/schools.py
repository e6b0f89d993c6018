"""Reads the manifests as Trustwright does: layers, defaults, rules that are asked, documents that are issued.

Only as much as the sample's policies and appendices need, and nothing is checked.
"""
import datetime, html, os, re
import yaml
import templates

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MONTHS = ("January February March April May June July August September October November December").split()


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=LOADER)


def escaped(text):
    return html.escape(text, quote=False)


def markdown(text):
    text = escaped(" ".join(text.split()))
    text = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)


def capitalised(text):
    return text[:1].upper() + text[1:]


def listed(items, last="and"):
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def with_article(text):
    word = re.match(r"[\w’']*", text).group()
    lower = word.lower()
    if word.isupper():
        spelt = len(word) <= 3 or not re.search("[AEIOU]", word[1:])
        vowel = word[0] in "AEFHILMNORSX" if spelt else word[0] in "AEIOU"
    elif lower.startswith(("hour", "honest", "honour", "heir")):
        vowel = True
    elif lower in ("one", "once") or lower.startswith(("unic", "unif", "unil", "unio", "uniq", "unit", "univ", "use", "eu")):
        vowel = False
    else:
        vowel = lower[:1] in tuple("aeiou")
    return f"{'an' if vowel else 'a'} {text}"


def the(title):
    return title if title.startswith(("My ", "Our ", "The ")) else f"the {title}"


def long_date(date):
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def day(text):
    return datetime.date.fromisoformat(text)


def after(date, period):
    count, unit = period.split()
    count = int(count)
    if unit.startswith("term"):
        ends = [datetime.date(date.year + year, month, last) for year in range(count + 2)
                for month, last in ((4, 30), (8, 31), (12, 31))]
        return [end for end in ends if end > date][count - 1]
    months = date.year * 12 + date.month - 1 + count * (12 if unit.startswith("year") else 1)
    year, month = months // 12, months % 12 + 1
    for last in (date.day, 30, 29, 28):
        try:
            return datetime.date(year, month, last)
        except ValueError:
            pass


def written(review):
    """A review date as it is printed: a day, a month or a term."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", review):
        return long_date(day(review))
    if re.fullmatch(r"\d{4}-\d\d", review):
        return f"{MONTHS[int(review[5:]) - 1]} {review[:4]}"
    return review


class Lazy(dict):
    """Answers that are worked out when they are first asked for."""

    def __init__(self, make):
        self.make = make

    def __missing__(self, key):
        self[key] = found = self.make(key)
        return found


class Trust:
    """All that schools share."""

    def __init__(self, workspace, as_of):
        folder = os.path.join(workspace, "Templates")
        self.workspace, self.as_of = workspace, day(as_of)
        self.vocabulary = read(f"{folder}/vocabulary.yaml")
        self.laws = read(f"{folder}/legislation.yaml")["laws"]
        self.terms = read(f"{folder}/glossary.yaml")["terms"]
        self.manifest = read(f"{workspace}/Schools/trust.yaml")
        self.rules = {}
        self.find_rules(self.vocabulary["rules"], ())
        self.per_band = {path for path, rule in self.rules.items() if rule.get("per") == "band"}
        self.rule_conditions = {
            path: templates.condition(rule["when"]) for path, rule in self.rules.items() if "when" in rule}
        self.flat = {id(block): self.flattened(block.get("rules") or {}) for block in self.blocks()}
        self.defaults = {path: rule["default"] for path, rule in self.rules.items() if "default" in rule}
        self.bands = list(self.vocabulary["bands"])

    def blocks(self):
        return [self.manifest, *(self.manifest.get("phases") or {}).values(), *(self.manifest.get("groups") or {}).values()]

    def find_rules(self, node, path):
        for key, value in node.items():
            if "question" in value:
                self.rules[".".join(path + (key,))] = value
            else:
                self.find_rules(value, path + (key,))

    def flattened(self, block, path=""):
        found = {}
        for key, value in block.items():
            name = path + key
            if name in self.rules:
                found[name] = value
            elif isinstance(value, dict):
                found.update(self.flattened(value, name + "."))
        return found

    def slugs(self):
        folder = os.path.join(self.workspace, "Schools")
        return sorted(name for name in os.listdir(folder) if os.path.exists(f"{folder}/{name}/school.yaml"))

    def use(self, documents):
        """Takes the front matter of the documents, by id in the order of Trustwright."""
        self.documents = documents
        self.issue_conditions = {
            name: templates.condition(front["issued-when"]) for name, front in documents.items() if "issued-when" in front}
        self.host = {appendix: name for name, front in documents.items() for appendix in front.get("appendices", [])}


class School:
    """One school as its documents see it."""

    def __init__(self, trust, slug):
        self.trust, self.slug = trust, slug
        manifest = read(f"{trust.workspace}/Schools/{slug}/school.yaml")
        shared = trust.manifest
        self.school, self.body = manifest["school"], shared["trust"]
        self.phase = self.school["phase"]
        self.bands = self.school.get("bands") or trust.vocabulary["phases"][self.phase]["bands"]
        groups = [group for group in (shared.get("groups") or {}).values() if slug in group["schools"]]
        phase = (shared.get("phases") or {}).get(self.phase) or {}
        self.layers = [manifest, *groups, *([phase] if phase else []), shared]
        self.leads()
        self.a, self.r = {}, {}
        self.x = Lazy(self.exists)
        self.answer_rules(trust.flattened(manifest.get("rules") or {}))
        self.d = {}
        self.set_documents()
        self.v = Lazy(self.value)
        self.L = Lazy(self.band_groups)
        self.items = Lazy(self.list_items)

    def first(self, block, name):
        for layer in self.layers:
            found = (layer.get(block) or {}).get(name)
            if found is not None and found != "":
                return found
        return None

    # People and services

    def leads(self):
        self.titles, self.people = {}, {}
        same = {}
        for role, entry in self.trust.vocabulary["roles"].items():
            title, people = entry["title"], []
            same.pop(role, None)
            for layer in reversed(self.layers):
                setting = (layer.get("leads") or {}).get(role)
                if setting is None or setting == "":
                    continue
                if isinstance(setting, dict) and "title" in setting:
                    title = setting["title"]
                if setting == "no":
                    people = []
                    same.pop(role, None)
                elif isinstance(setting, dict) and "same-as" in setting:
                    people = []
                    same[role] = setting["same-as"]
                elif isinstance(setting, dict) and "name" not in setting:
                    if people:
                        people = [{**people[0], **setting}]
                else:
                    people = setting if isinstance(setting, list) else [setting]
                    people = [{"name": person} if isinstance(person, str) else person for person in people]
                    same.pop(role, None)
            self.titles[role], self.people[role] = title, people
        for role in same:
            other = role
            while other in same:
                other = same[other]
            self.people[role] = self.people[other]
        self.services = {}
        for name in self.trust.vocabulary["providers"]:
            service = None
            for layer in reversed(self.layers):
                setting = (layer.get("providers") or {}).get(name)
                if setting is None or setting == "":
                    continue
                if setting == "no":
                    service = None
                    continue
                setting = {"name": setting} if isinstance(setting, str) else setting
                if "name" in setting:
                    service = {key: value for key, value in (service or {}).items() if key == "title"}
                service = {**(service or {}), **setting}
            self.services[name] = service

    # Rules

    def answer_rules(self, own):
        trust = self.trust
        flat = [own, *(trust.flat[id(layer)] for layer in self.layers[1:]), trust.defaults]
        waiting = {}
        for path, rule in trust.rules.items():
            if "phases" in rule and self.phase not in rule["phases"]:
                value = rule.get("otherwise")
            elif path in trust.per_band:
                value = {}
                for layer in flat:
                    said = layer.get(path)
                    for band in trust.bands:
                        answer = said.get(band) if isinstance(said, dict) else said
                        if band not in value and answer:
                            value[band] = answer
            else:
                value = next((layer[path] for layer in flat if layer.get(path)), None)
                if isinstance(value, dict):
                    value = None
            self.a["rules." + path] = value
            if path in trust.rule_conditions and "phases" not in rule:
                waiting[path] = trust.rule_conditions[path]
        for path, asked in waiting.items():
            if not self.holds(asked):
                self.a["rules." + path] = None
        self.a["school.phase"] = self.phase
        for name, fact in trust.vocabulary["facts"].items():
            if fact["type"] in ("choice", "yes/no"):
                self.a["facts." + name] = self.first("facts", name) or fact.get("default")

    def holds(self, asked, document=None):
        kind = asked[0]
        if kind == "and":
            return self.holds(asked[1], document) and self.holds(asked[2], document)
        if kind == "or":
            return self.holds(asked[1], document) or self.holds(asked[2], document)
        if kind == "not":
            return not self.holds(asked[1], document)
        if kind == "issued":
            return self.d[asked[1]]
        if kind == "exists":
            return self.x[f"{document}:{asked[1]}" if asked[1].startswith("document.") else asked[1]]
        answer = self.a.get(asked[1])
        if isinstance(answer, dict):
            return any(answer.get(band) in asked[2] for band in self.bands)
        return answer in asked[2]

    def exists(self, path):
        document, _, path = path.rpartition(":")
        block, name, *part = path.split(".", 2)
        if block == "leads":
            people = self.people[name]
            return bool(people) and (not part or part[0] == "name" or len(people) == 1 and part[0] in people[0])
        if block == "providers":
            service = self.services[name]
            return service is not None and (not part or part[0] in service)
        if block == "facts":
            return bool(self.first("facts", name) or "default" in self.trust.vocabulary["facts"][name])
        if block == "related":
            return self.related(name) is not None
        if block == "bands":
            return name in self.bands
        if block == "document":
            return bool(self.states[document].get(name))
        if block == "rules":
            return self.a[path] is not None
        return bool((self.school if block == "school" else self.body).get(name))

    def related(self, name):
        address = self.first("related", name)
        return None if address == "no" else address

    def band_groups(self, rules):
        """The bands of a loop: neighbours that chose alike come as one."""
        rules = rules.split(",") if rules else []
        groups = []
        for band in self.trust.bands:
            if band not in self.bands:
                continue
            answers = {rule: (self.a["rules." + rule] or {}).get(band) for rule in rules}
            title = self.trust.vocabulary["bands"][band]["title"]
            if groups and groups[-1][0] == answers:
                groups[-1][1].append(title)
            else:
                groups.append((answers, [title]))
        return [{"r": answers, "titles": {"": listed(titles), "capitalised": capitalised(listed(titles))}}
                for answers, titles in groups]

    def list_items(self, path):
        name = path.split(".")[1]
        fact = self.trust.vocabulary["facts"][name]
        make = markdown if "markdown" in fact["type"] else escaped
        texts = self.first("facts", name) or fact["default"]
        return [{"": make(text), "capitalised": make(capitalised(text))} for text in texts]

    # Documents

    def set_documents(self):
        trust = self.trust
        self.states = {}
        for name, front in trust.documents.items():
            state = {}
            issued, said = True, False
            for layer in self.layers:
                setting = (layer.get("documents") or {}).get(name)
                if isinstance(setting, str) and setting and not said:
                    issued, said = setting in ("yes", "true"), True
                if isinstance(setting, dict):
                    state = {**setting, **state}
            state = {**{key: front[key] for key in ("review-every", "category") if key in front}, **state}
            self.states[name] = state
            self.a[f"{name}:document.category"] = state.get("category")
            front_bands = front.get("bands")
            self.d[name] = bool(
                issued and front.get("scope", "school") == "school"
                and not (front_bands and not set(front_bands) & set(self.bands))
                and not ("from" in state and trust.as_of < day(state["from"]))
                and not ("to" in state and trust.as_of > day(state["to"])))
        for name, asked in trust.issue_conditions.items():
            if self.d[name]:
                self.d[name] = self.holds_in_form(asked, name)
        for name in trust.documents:
            host = trust.host.get(name) or trust.documents[name].get("policy")
            state = self.states[name]
            if host and self.d.get(host) and "adopted" not in state and "next-review" not in state:
                other = self.states[host]
                for key in ("adopted", "review-every", "next-review"):
                    if key in other:
                        state[key] = other[key]
                for key in ("adopted-by", "version"):
                    if key in other:
                        state.setdefault(key, other[key])
        self.volumes = {}
        for layer in self.layers:
            for name, volume in (layer.get("volumes") or {}).items():
                if isinstance(volume, dict):
                    self.volumes.setdefault(name, volume)
        self.part = {}
        for name, volume in self.volumes.items():
            parts = [part for part in volume["parts"] if self.d[part]]
            for number, part in enumerate(parts):
                self.part[part] = (name, number + 1)

    def holds_in_form(self, asked, name):
        """An agreement's condition, whose per-band rules have the answer of any of its bands."""
        bands = self.trust.documents[name].get("bands")
        if not bands:
            return self.holds(asked, name)
        kept = self.bands
        self.bands = [band for band in kept if band in bands]
        found = self.holds(asked, name)
        self.bands = kept
        return found

    # Values

    def value(self, key):
        path, *filters = key.split("|")
        document, _, path = path.rpartition(":")
        value, kind = self.raw(path, document)
        for name in filters:
            if name == "capitalised":
                value = capitalised(value)
            elif name == "with-article":
                value = with_article(value)
            elif name == "possessive":
                value += "’" if kind == "plural" and value.endswith("s") else "’s"
            elif name in ("list", "or-list"):
                value = listed(value, "and" if name == "list" else "or")
            elif name == "long-date":
                value = long_date(day(value))
        if "lines" in filters:
            return "<br>".join(escaped(line) for line in value.strip().split("\n"))
        if kind == "markdown":
            return markdown(value)
        if kind == "email":
            return f'<a href="mailto:{escaped(value)}">{escaped(value)}</a>'
        if kind == "phone":
            return f'<a href="tel:+44{value.replace(" ", "").removeprefix("0")}">{escaped(value)}</a>'
        if kind == "url":
            return f'<a href="{escaped(value)}">{escaped(value)}</a>'
        return escaped(" ".join(value.split()))

    PARTS = {"email": "email", "phone": "phone", "url": "url", "website": "url"}

    def raw(self, path, document):
        block, name, *part = path.split(".", 2)
        kind = self.PARTS.get(part[0] if part else name if block in ("school", "trust") else "", "text")
        vocabulary = self.trust.vocabulary
        if block == "leads":
            if not part:
                return self.titles[name], kind
            people = self.people[name]
            return (listed([person["name"] for person in people]) if part[0] == "name" else people[0][part[0]]), kind
        if block == "providers":
            if part:
                return self.services[name][part[0]], kind
            return (self.services[name] or {}).get("title") or vocabulary["providers"][name]["title"], kind
        if block == "words":
            for word, entry in vocabulary["words"].items():
                said = self.first("words", word) or entry["default"]
                if name == word:
                    return said, kind
                if name == entry.get("plural"):
                    return entry["options"][said], "plural"
        if block == "facts":
            fact = vocabulary["facts"][name]
            value = self.first("facts", name) or fact["default"]
            return value, {"markdown": "markdown", "url": "url"}.get(fact["type"], "text")
        if block == "document":
            return self.states[document][name], kind
        if block == "rules":
            return self.a[path], kind
        body = self.school if block == "school" else self.body
        return body.get(name) or body["name"], kind

    def title(self, document):
        own = self.states[document].get("title")
        return escaped(own) if own else self.text(self.trust.documents[document]["title"])

    def text(self, template):
        return re.sub(r"\{\{\s*(.*?)\s*\}\}", lambda match: self.v[re.sub(r"\s*\|\s*", "|", match.group(1))], escaped(template))
