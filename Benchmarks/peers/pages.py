"""What a document's marks become: numbers, references, lists of what it cites. Used by the Jinja2 program; Hugo gets the results as data."""
import re
from schools import after, capitalised, day, escaped, long_date, the, written

MARK = re.compile("\x02([^\x03]*)\x03")
TERM = re.compile(r"\[([^\]]*)\]\(term:([^)]*)\)")


class Pages:
    """The policies of one school, from the texts in which a template engine has left marks."""

    def __init__(self, school, render):
        self.school, self.trust = school, school.trust
        self.order = [name for name, front in self.trust.documents.items()
                      if front["kind"] != "agreement" and school.d[name]]
        self.raw = {name: render(name, school) for name in self.order}
        self.letters, self.attached = {}, {}
        for name in self.order:
            own = [appendix for appendix in self.trust.documents[name].get("appendices", []) if school.d[appendix]]
            self.attached[name] = own
            for number, appendix in enumerate(own):
                self.letters[appendix] = (name, "ABCDEFGH"[number])
        self.sections, self.numbers = {}, {}
        for name in self.order:
            self.number(name, self.letters.get(name, ("", ""))[1])
        self.data = {name: {"addresses": {}, "words": {}, "numbers": self.numbers[name]} for name in self.order}
        self.body = {name: self.resolved(name) for name in self.order}

    def number(self, name, letter):
        counts, sections, numbers = [0, 0, 0, 0], {}, {}
        for mark in MARK.finditer(self.raw[name]):
            words = mark.group(1).split(" ")
            if words[0] != "h":
                continue
            level, id, unnumbered, index = int(words[1]), words[2], words[3] == "1", words[4]
            number = ""
            if not unnumbered:
                counts[level - 1] += 1
                counts[level:] = [0] * (4 - level)
                number = letter + ".".join(map(str, counts[:level]))
            numbers[index] = number
            end = self.raw[name].find("\x02", mark.end())
            sections[id] = (number, self.raw[name][mark.end():end])
        self.sections[name], self.numbers[name] = sections, numbers

    # References

    def called(self, target, document):
        school = self.school
        if target in self.letters:
            host, letter = self.letters[target]
            if host == document or self.letters.get(document, ("",))[0] == host:
                return f"Appendix {letter}"
            return f"Appendix {letter} of {self.called(host, document)}"
        title = the(school.title(target))
        if target in school.part:
            volume, number = school.part[target]
            host = self.letters.get(document, (document,))[0]
            if school.part.get(host, ("",))[0] == volume:
                return f"{title} (Part {number})"
            return f"{title} (Part {number} of {the(escaped(school.volumes[volume]['title']))})"
        return title

    def section(self, target, id, document):
        number, title = self.sections[target][id]
        label = f"section {number}" if number else f"‘{title}’"
        near = target == document or self.letters.get(target, ("",))[0] == document or (
            document in self.letters and self.letters.get(target, ("",))[0] == self.letters[document][0])
        return label if near else f"{label} of {self.called(target, document)}"

    def reference(self, target, document, again):
        """The words and the address of a reference."""
        kind, _, name = target.partition(":")
        if kind == "law":
            law = self.trust.laws[name]
            return escaped(law.get("short", law["title"]) if again else law["title"]), law.get("url", "")
        if kind == "term":
            term = self.trust.terms[name]
            short = term.get("abbreviation")
            return (term["term"] if not short else short if again else f"{term['term']} ({short})"), f"#term-{name}"
        if kind == "related":
            return the(self.trust.vocabulary["related"][name]["title"]), self.school.related(name) or ""
        if kind == "agreement":
            return the(self.school.title(name)), f"agreements/{name}.html"
        page, _, id = target.partition("#")
        page = page or document
        address = ("" if page == document else page + ".html") + ("#" + id if id else "")
        return (self.section(page, id, document) if id else self.called(page, document)), address

    def fitted(self, words, how):
        if how == "C":
            return capitalised(words)
        return words.removeprefix("the ") if how == "D" else words

    # Documents

    def resolved(self, name):
        laws, terms, own, related, roles = {}, {}, {}, {}, {}
        data, named = self.data[name], set()

        def cite(target):
            kind, _, what = target.partition(":")
            if kind == "law":
                laws[what] = True
            elif kind == "term":
                terms[what] = True
            elif kind == "related":
                related[what] = True
            elif kind == "agreement":
                own[what] = True
            else:
                page = target.split("#")[0]
                if page and page != name:
                    own[page] = True

        def replaced(mark):
            words = mark.group(1).split(" ")
            what = words[0]
            if what == "role":
                roles[words[1]] = True
                return ""
            if what == "ref":
                how, target = words[1:]
                cite(target)
                text, address = self.reference(target, name, target in named)
                if ":" in target:
                    again = self.reference(target, name, True)[0]
                    data["words"][f"{how} {target} again"] = self.fitted(again, how)
                    first = self.reference(target, name, False)[0]
                    data["words"][f"{how} {target}"] = self.fitted(first, how)
                else:
                    data["words"][f"{how} {target}"] = self.fitted(text, how)
                named.add(target)
                data["addresses"][target] = address
                return f'<a href="{address}">{self.fitted(text, how)}</a>'
            if what == "cite":
                cite(words[1])
                address = self.reference(words[1], name, True)[1]
                data["addresses"][words[1]] = address
                return f'<a href="{address}">'
            if what == "h":
                level, id, _, index = words[1:]
                number = self.numbers[name][index]
                return f'<h{int(level) + 1} id="{id}">' + (f'<span class="number">{number}</span> ' if number else "")
            if what == "/h":
                return f"</h{int(words[1]) + 1}>"
            return mark.group()  # a block, which waits for the rest

        text = MARK.sub(replaced, self.raw[name])
        data["blocks"] = self.blocks(name, laws, terms, own, related, roles)
        return MARK.sub(lambda mark: self.block(mark.group(1).split(" ")[1], data["blocks"]), text)

    def pages(self):
        """The pages: path, title, and what stands in the article, part by part."""
        school = self.school
        for name in self.order:
            if name not in school.part and name not in self.letters:
                yield f"{school.slug}/{name}.html", school.title(name), [
                    {"summary": school.text(self.trust.documents[name]["summary"])}, *self.with_appendices(name)]
        for volume, entry in school.volumes.items():
            parts = [part for part in entry["parts"] if school.d[part]]
            yield f"{school.slug}/{volume}.html", escaped(entry["title"]), [piece for number, part in enumerate(parts) for piece in (
                {"heading": f"Part {number + 1}", "title": school.title(part), "rows": self.data[part]["blocks"]["approval"]},
                *self.with_appendices(part))]

    def with_appendices(self, name):
        yield {"document": name}
        for appendix in self.attached[name]:
            yield {"heading": f"Appendix {self.letters[appendix][1]}", "title": self.school.title(appendix), "rows": []}
            yield {"document": appendix}

    def article(self, pieces):
        """The words of an article."""
        out = []
        for piece in pieces:
            if "summary" in piece:
                out.append(f'<p class="summary">{piece["summary"]}</p>\n')
            elif "document" in piece:
                out.append(self.body[piece["document"]])
            else:
                out.append(f'<h2><span class="part">{piece["heading"]}</span> {piece["title"]}</h2>\n')
                out.append(self.block("approval", {"approval": piece["rows"]}))
        return "".join(out)

    def blocks(self, name, laws, terms, own, related, roles):
        """What each computed block lists."""
        trust, school = self.trust, self.school
        entries = [trust.laws[law] for law in laws]
        found = {"legislation": [
            {"title": escaped(law["title"]), "url": law.get("url", ""),
             "edition": escaped(law["edition"]) if "edition" in law and law["edition"] not in law["title"] else ""}
            for law in sorted(entries, key=lambda law: law["title"])]}
        waiting = list(terms)
        while waiting:
            for _, other in TERM.findall(trust.terms[waiting.pop()]["definition"]):
                if other not in terms:
                    terms[other] = True
                    waiting.append(other)
        found["definitions"] = [
            {"id": term, "term": capitalised(entry["term"]) + (f" ({entry['abbreviation']})" if "abbreviation" in entry else ""),
             "definition": TERM.sub(lambda match: f'<a href="#term-{match.group(2)}">{match.group(1) or trust.terms[match.group(2)]["term"]}</a>',
                                    escaped(entry["definition"]))}
            for term, entry in sorted(((term, trust.terms[term]) for term in terms), key=lambda pair: pair[1]["term"].lower())]
        found["related-documents"] = [{"title": school.title(other), "url": other + ".html"} for other in own] + [
            {"title": trust.vocabulary["related"][other]["title"], "url": school.related(other) or ""} for other in related]
        found["contacts"] = [
            {"role": capitalised(escaped(school.titles[role])), "name": escaped(person["name"]),
             "email": person.get("email", "") if self.shown(person, "email") else "",
             "phone": person.get("phone", "") if self.shown(person, "phone") else ""}
            for role in school.titles if role in roles for person in school.people[role] if self.shown(person, "name")]
        state, rows = school.states[name], []
        if "adopted-by" in state:
            rows.append(("Adopted by", escaped(state["adopted-by"])))
        if "adopted" in state:
            rows.append(("Adopted on", long_date(day(state["adopted"]))))
        if "version" in state:
            rows.append(("Version", state["version"]))
        every = state.get("review-every")
        if "next-review" in state:
            rows.append(("Next review", written(state["next-review"])))
        elif "adopted" in state and every:
            rows.append(("Next review", long_date(after(day(state["adopted"]), every))))
        if every:
            rows.append(("Reviewed", f"every {every.split()[1] if every.startswith('1 ') else every}"))
        found["approval"] = [{"name": label, "value": value} for label, value in rows]
        found["history"] = [
            {"version": entry.get("version", ""), "adopted": long_date(day(entry["adopted"])), "summary": escaped(entry["summary"])}
            for entry in state.get("history", [])]
        return found

    def shown(self, person, part):
        return person.get("public") not in ("no", "false") and part not in person.get("private", [])

    def block(self, name, blocks):
        entries = blocks[name]
        if not entries:
            return ""
        if name == "legislation":
            return '<ul class="legislation">\n' + "".join(
                f'<li><a href="{law["url"]}">{law["title"]}</a>{" (" + law["edition"] + ")" if law["edition"] else ""}</li>\n'
                for law in entries) + "</ul>"
        if name == "definitions":
            return '<dl class="definitions">\n' + "".join(
                f'<dt id="term-{term["id"]}">{term["term"]}</dt>\n<dd>{term["definition"]}</dd>\n' for term in entries) + "</dl>"
        if name == "related-documents":
            return '<ul class="related-documents">\n' + "".join(
                f'<li><a href="{other["url"]}">{other["title"]}</a></li>\n' for other in entries) + "</ul>"
        if name == "contacts":
            return ('<table class="contacts">\n<thead>\n<tr><th scope="col">Role</th><th scope="col">Name</th>'
                    '<th scope="col">How to reach them</th></tr>\n</thead>\n<tbody>\n') + "".join(
                f'<tr><th scope="row">{who["role"]}</th><td>{who["name"]}</td><td>'
                + (f'<a href="mailto:{who["email"]}">{who["email"]}</a>' if who["email"] else "")
                + ("<br>" if who["email"] and who["phone"] else "")
                + (f'<a href="tel:{who["phone"]}">{who["phone"]}</a>' if who["phone"] else "")
                + "</td></tr>\n" for who in entries) + "</tbody>\n</table>"
        if name == "approval":
            return '<dl class="approval">\n' + "".join(
                f'<div><dt>{row["name"]}</dt><dd>{row["value"]}</dd></div>\n' for row in entries) + "</dl>"
        versions = any(entry["version"] for entry in entries)
        return ('<table class="history">\n<thead>\n<tr>' + ('<th scope="col">Version</th>' if versions else "")
                + '<th scope="col">Adopted</th><th scope="col">What changed</th></tr>\n</thead>\n<tbody>\n') + "".join(
            "<tr>" + (f'<td>{entry["version"]}</td>' if versions else "")
            + f'<td>{entry["adopted"]}</td><td>{entry["summary"]}</td></tr>\n' for entry in entries) + "</tbody>\n</table>"
