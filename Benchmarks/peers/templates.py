"""Reads Trustwright's templates and writes them anew for Jinja2 and for Hugo.

Only as much of the tag language as the sample's policies and their appendices use. Markdown becomes HTML here, once; conditions, loops, values
and references stay for the other program to work out for each school.
"""
import glob, html, os, re
import yaml

TAGS = re.compile(r"\{%\s*(.*?)\s*%\}")
TAG_LINE = re.compile(r"\s*(?:\{%[^%]*%\}\s*)+\Z")
INLINE = re.compile(
    r"\{\{\s*(?P<value>.*?)\s*\}\}|\{%\s*(?P<tag>.*?)\s*%\}|(?P<strong>\*\*)|(?P<emphasis>\*)|(?P<code>`)"
    r"|\[(?P<label>[^\]]*)\]\((?P<target>[^)\s]*)\)|\\(?P<escaped>.)", re.S)
COMPUTED = {"legislation", "definitions", "related-documents", "contacts", "approval", "history"}
DETERMINERS = set("the our your their its his her my this that each every".split())


# Conditions: ("or"|"and", a, b), ("not", a), ("is", path, options), ("exists", path), ("issued", document)

def condition(text):
    words = re.findall(r"[(),]|[^\s(),]+", text)
    at = 0

    def peek(*wanted):
        return words[at:at + len(wanted)] == list(wanted)

    def take(count=1):
        nonlocal at
        at += count
        return words[at - 1]

    def single():
        if peek("not"):
            take()
            return ("not", single())
        if peek("("):
            take()
            inner = either()
            take()
            return inner
        path = take()
        if peek("exists"):
            take()
            return ("exists", path)
        take()  # is
        if peek("issued"):
            take()
            return ("issued", path.split(".")[1])
        negative = peek("not")
        if negative:
            take()
        if peek("one", "of"):
            take(2)
        options = [take()]
        while peek(","):
            take()
            options.append(take())
        found = ("is", path, options)
        return ("not", found) if negative else found

    def both():
        left = single()
        while peek("and"):
            take()
            left = ("and", left, single())
        return left

    def either():
        left = both()
        while peek("or"):
            take()
            left = ("or", left, both())
        return left

    return either()


def rules_in(found, into):
    """Adds the rules that a condition asks about."""
    if found[0] in ("and", "or"):
        rules_in(found[1], into)
        rules_in(found[2], into)
    elif found[0] == "not":
        rules_in(found[1], into)
    elif found[0] == "is" and found[1].startswith("rules."):
        into.add(found[1][6:])
    return into


class Template:
    """One document: its front matter, and its body as a tree."""

    def __init__(self, folder, path):
        self.folder = folder
        self.id = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as file:
            _, front, body = file.read().split("---\n", 2)
        self.front = yaml.load(front, Loader=yaml.BaseLoader)
        self.headings = 0
        tokens = self.tokens(self.included(body))
        self.body, _ = self.tree(tokens, 0)

    def included(self, text):
        text = re.sub(r"\{#\s.*?#\}", "", text, flags=re.S)

        def clause(match):
            with open(os.path.join(self.folder, match.group(1) + ".md"), encoding="utf-8") as file:
                return self.included(file.read().rstrip("\n"))

        return re.sub(r"\{% include (\S+) %\}", clause, text)

    # Lines

    def tokens(self, text):
        found, kind, held, depth = [], "p", [], 0

        def flush():
            nonlocal kind, held, depth
            if held:
                found.append((kind, "\n".join(held)))
            kind, held, depth = "p", [], 0

        def hold(line):
            nonlocal depth
            held.append(line)
            for tag in TAGS.findall(line):
                word = tag.split()[0]
                depth += word in ("if", "choose", "for")
                depth -= word in ("endif", "endchoose", "endfor")

        for line in text.split("\n"):
            heading = re.match(r"(#{1,4}) (.*?)(?:\s*\{([^}%]*)\})?\Z", line)
            item = re.match(r"(-|\d+\.) (.*)\Z", line)
            if held and depth > 0:
                hold(line)
            elif not line.strip():
                flush()
            elif TAG_LINE.match(line):
                flush()
                found += [("tag", tag) for tag in TAGS.findall(line)]
            elif heading:
                flush()
                found.append(("h", heading.groups()))
            elif item:
                flush()
                kind = "ul" if item.group(1) == "-" else "ol"
                hold(item.group(2))
            elif line.startswith(": "):
                kind = "dt" if kind == "p" and held else kind
                flush()
                kind = "dd"
                hold(line[2:])
            else:
                hold(line.strip())
        flush()
        return found

    # Blocks

    def tree(self, tokens, at, until=()):
        nodes = []
        while at < len(tokens):
            kind, text = tokens[at]
            if kind == "tag":
                word = text.split()[0]
                if word in until:
                    break
                at += 1
                if word in ("if", "choose"):
                    node, at = self.branches(word, text, lambda at, until: self.tree(tokens, at, until),
                                             lambda at: tokens[at][1], at)
                    nodes.append(node)
                elif word == "for":
                    body, at = self.tree(tokens, at, ("endfor",))
                    at += 1
                    nodes.append(self.loop(text, body))
                elif word in COMPUTED:
                    nodes.append(("computed", word))
            elif kind == "h":
                marks, words, attributes = text
                attributes = (attributes or "").split()
                id = next((a[1:] for a in attributes if a[0] == "#"), None)
                nodes.append(("h", len(marks), self.inline(words), id, ".unnumbered" in attributes, self.headings))
                self.headings += 1
                at += 1
            else:
                nodes.append((kind, self.inline(text)))
                at += 1
        return self.listed(nodes), at

    def branches(self, word, text, body, tag, at):
        """The branches of an `if` or a `choose` whose first tag was read."""
        branches = []
        if word == "if":
            asked = condition(text[3:])
            while True:
                inner, at = body(at, ("elsif", "else", "endif"))
                branches.append((asked, inner))
                text = tag(at)
                at += 1
                if text.startswith("elsif"):
                    asked = condition(text[6:])
                elif text == "else":
                    inner, at = body(at, ("endif",))
                    branches.append((None, inner))
                    return ("if", branches), at + 1
                else:
                    return ("if", branches), at
        rule = text.split()[1]
        _, at = body(at, ("when",))
        while tag(at).startswith("when"):
            options = [option.strip() for option in tag(at)[5:].split(",")]
            inner, at = body(at + 1, ("when", "endchoose"))
            branches.append((("is", rule, options), inner))
        return ("if", branches), at + 1

    def loop(self, text, body):
        _, name, _, over = text.split()
        rules = set()
        self.asked(body, rules)
        return ("for", name, over, body, sorted(rules))

    def asked(self, nodes, into):
        for node in nodes:
            if node[0] == "if":
                for asked, inner in node[1]:
                    if asked:
                        rules_in(asked, into)
                    self.asked(inner, into)
            elif node[0] in ("for", "list"):
                self.asked(node[3] if node[0] == "for" else node[2], into)
            elif len(node) > 1 and isinstance(node[1], list):
                self.asked(node[1], into)

    LISTED = {"ul": "ul", "ol": "ol", "dt": "dl", "dd": "dl"}

    def listed(self, nodes):
        """Puts items that follow each other, under conditions too, into one list."""
        result = []
        for node in nodes:
            kind = self.kind(node)
            if kind is None:
                result.append(node)
            elif result and result[-1][0] == "list" and result[-1][1] == kind:
                result[-1][2].append(self.bare(node))
            else:
                result.append(("list", kind, [self.bare(node)]))
        return result

    def kind(self, node):
        if node[0] in self.LISTED:
            return self.LISTED[node[0]]
        if node[0] == "list":
            return node[1]
        if node[0] == "if":
            inner = [child for _, body in node[1] for child in body]
        elif node[0] == "for":
            inner = node[3]
        else:
            return None
        kinds = {self.kind(child) for child in inner}
        return kinds.pop() if len(kinds) == 1 else None

    def bare(self, node):
        """The node with its own lists taken apart, because it stands inside one."""
        def flat(nodes):
            return [self.bare(item) for node in nodes for item in (node[2] if node[0] == "list" else [node])]
        if node[0] == "if":
            return ("if", [(asked, flat(body)) for asked, body in node[1]])
        if node[0] == "for":
            return node[:3] + (flat(node[3]),) + node[4:]
        return node

    # Words

    def inline(self, text):
        pieces, end = [], 0
        for match in INLINE.finditer(text):
            if match.start() > end:
                pieces.append(("t", text[end:match.start()]))
            pieces.append(("m", match))
            end = match.end()
        if end < len(text):
            pieces.append(("t", text[end:]))
        open_marks = set()

        def parse(at, until=()):
            nodes = []
            while at < len(pieces):
                kind, piece = pieces[at]
                if kind == "t":
                    nodes.append(("t", piece))
                    at += 1
                    continue
                tag = piece["tag"]
                if tag is None:
                    nodes.append(self.leaf(piece, open_marks))
                    at += 1
                    continue
                word = tag.split()[0]
                if word in until:
                    break
                at += 1
                if word in ("if", "choose"):
                    node, at = self.branches(word, tag, parse, lambda at: pieces[at][1]["tag"], at)
                    nodes.append(node)
                else:
                    body, at = parse(at, ("endfor",))
                    at += 1
                    nodes.append(self.loop(tag, body))
            return nodes, at

        return parse(0)[0]

    def leaf(self, match, open_marks):
        for mark, element in (("strong", "strong"), ("emphasis", "em"), ("code", "code")):
            if match[mark]:
                open_marks ^= {mark}
                return ("mark", f"<{'' if mark in open_marks else '/'}{element}>")
        if match["escaped"]:
            return ("t", match["escaped"])
        if match["value"] is not None:
            path, *filters = [part.strip() for part in match["value"].split("|")]
            return ("v", path, filters)
        return ("ref", match["target"], self.inline(match["label"]) if match["label"] else None)


def documents(folder):
    """The school's policies and appendices, by id; agreements with their front matter only."""
    found = {}
    for kind in ("policies", "appendices", "agreements"):
        for path in sorted(glob.glob(f"{folder}/{kind}/*.md")):
            template = Template(folder, path)
            found[template.id] = template
    return found


# Writing

class Writer:
    """Writes a tree as a template of another language; what differs between languages is in its subclasses."""

    def __init__(self, template, per_band):
        self.template, self.per_band = template, per_band
        self.loops = []
        self.out = []
        self.tail, self.continues = "", False
        self.blocks(template.body)
        self.text = "".join(self.out)

    def blocks(self, nodes):
        for node in nodes:
            kind = node[0]
            if kind == "p":
                self.element("p", node[1])
            elif kind == "h":
                self.heading(*node[1:])
            elif kind == "list":
                colon = self.tail.rstrip().endswith(":")
                self.out.append(f"<{node[1]}>\n")
                self.items(node[2], colon)
                self.out.append(f"</{node[1]}>\n")
            elif kind == "computed":
                self.computed(node[1])
            else:
                self.control(node, self.blocks)

    def items(self, nodes, continues):
        for node in nodes:
            if node[0] in ("if", "for"):
                self.control(node, lambda body: self.items(body, continues))
            else:
                self.element({"dt": "dt", "dd": "dd"}.get(node[0], "li"), node[1], continues)

    def element(self, name, nodes, continues=False):
        self.tail, self.continues = "", continues
        self.out.append(f"<{name}>")
        self.inlines(nodes)
        self.out.append(f"</{name}>\n")

    def inlines(self, nodes):
        for node in nodes:
            kind = node[0]
            if kind == "t":
                self.out.append(self.plain(html.escape(node[1], quote=False)))
                self.tail = (self.tail + node[1])[-60:]
            elif kind == "mark":
                self.out.append(node[1])
            elif kind == "v":
                self.value(node[1], node[2])
                self.tail += "x"
            elif kind == "ref":
                self.reference(node[1], node[2])
                self.tail += "x"
            else:
                self.control(node, self.inlines)

    def control(self, node, body):
        if node[0] == "for":
            self.loop(node, body)
            return
        before, after = self.tail, None
        for number, (asked, inner) in enumerate(node[1]):
            self.open_branch(number, asked)
            self.tail = before
            body(inner)
            if self.tail != before:
                after = self.tail
        self.tail = before if after is None else after
        self.end_if()

    def starts_sentence(self):
        tail = self.tail.rstrip().rstrip(")\"’”")
        return tail[-1] in ".!?" if tail else not self.continues

    def drops_article(self):
        word = re.search(r"([A-Za-z]+)\s+\Z", self.tail)
        return bool(word) and word.group(1).lower() in DETERMINERS

    def band(self, path):
        """Whether a path is a rule that the loop's band answers."""
        return "band" in self.loops and path.startswith("rules.") and path[6:] in self.per_band

    def plain(self, text):
        return text


class JinjaWriter(Writer):
    """References, roles and headings become marks between \\x02 and \\x03, which the program reads when it has the whole text."""

    def ask(self, found):
        kind = found[0]
        if kind in ("and", "or"):
            return f"({self.ask(found[1])} {kind} {self.ask(found[2])})"
        if kind == "not":
            return f"(not {self.ask(found[1])})"
        if kind == "issued":
            return f"d['{found[1]}']"
        path = found[1]
        if kind == "exists":
            return f"x['{self.key(path)}']"
        what = f"b.r['{path[6:]}']" if self.band(path) else f"a['{self.key(path)}']"
        options = found[2]
        return f"({what} == '{options[0]}')" if len(options) == 1 else f"({what} in {tuple(options)!r})"

    def key(self, path):
        return f"{self.template.id}:{path}" if path.startswith("document.") else path

    def open_branch(self, number, asked):
        self.out.append("{% else %}" if asked is None else f"{{% {'elif' if number else 'if'} {self.ask(asked)} %}}")

    def end_if(self):
        self.out.append("{% endif %}")

    def loop(self, node, body):
        _, name, over, inner, rules = node
        if over == "bands":
            rules = [rule for rule in rules if rule in self.per_band]
            self.out.append(f"{{% for b in L['{','.join(rules)}'] %}}")
        else:
            self.out.append(f"{{% for {name} in items['{over}'] %}}")
        self.loops.append(name)
        body(inner)
        self.loops.pop()
        self.out.append("{% endfor %}")

    def value(self, path, filters):
        chain = "|".join(filters)
        if path == "band.title":
            self.out.append(f"{{{{ b.titles['{chain}'] }}}}")
        elif path in self.loops:
            self.out.append(f"{{{{ {path}['{chain}'] }}}}")
        else:
            if path.startswith("leads."):
                self.out.append(f"\x02role {path.split('.')[1]}\x03")
            self.out.append(f"{{{{ v['{self.key(path)}{'|' + chain if chain else ''}'] }}}}")

    def heading(self, level, words, id, unnumbered, index):
        self.tail, self.continues = "", False
        self.out.append(f"\x02h {level} {id or '-'} {int(unnumbered)} {index}\x03")
        self.inlines(words)
        self.out.append(f"\x02/h {level}\x03\n")

    def reference(self, target, label):
        how = "C" if self.starts_sentence() else "D" if self.drops_article() else "-"
        if re.match(r"https?:|mailto:|tel:", target):
            self.out.append(f'<a href="{html.escape(target)}">')
            self.inlines(label)
            self.out.append("</a>")
        elif label:
            self.out.append(f"\x02cite {target}\x03")
            self.inlines(label)
            self.out.append("</a>")
        else:
            self.out.append(f"\x02ref {how} {target}\x03")

    def computed(self, name):
        self.out.append(f"\x02block {name}\x03")


class HugoWriter(Writer):
    """Numbers of sections, words of references to them, and what computed blocks list are Hugo's data; the rest it works out."""

    def ask(self, found):
        kind = found[0]
        if kind in ("and", "or"):
            return f"({kind} {self.ask(found[1])} {self.ask(found[2])})"
        if kind == "not":
            return f"(not {self.ask(found[1])})"
        if kind == "issued":
            return f'(index $s.d "{found[1]}")'
        path = found[1]
        if kind == "exists":
            return f'(index $s.x "{self.key(path)}")'
        what = f'(index $b.r "{path[6:]}")' if self.band(path) else f'(index $s.a "{self.key(path)}")'
        return f"(eq {what} " + " ".join(f'"{option}"' for option in found[2]) + ")"

    key = JinjaWriter.key

    def plain(self, text):
        return text.replace("{{", "{{ `{{` }}")

    def open_branch(self, number, asked):
        self.out.append("{{ else }}" if asked is None else f"{{{{ {'else if' if number else 'if'} {self.ask(asked)} }}}}")

    def end_if(self):
        self.out.append("{{ end }}")

    def loop(self, node, body):
        _, name, over, inner, rules = node
        if over == "bands":
            rules = [rule for rule in rules if rule in self.per_band]
            self.out.append(f'{{{{ range $b := index $s.L "{",".join(rules)}" }}}}')
        else:
            self.out.append(f'{{{{ range ${name} := index $s.items "{over}" }}}}')
        self.loops.append(name)
        body(inner)
        self.loops.pop()
        self.out.append("{{ end }}")

    def value(self, path, filters):
        chain = "|".join(filters)
        if path == "band.title":
            self.out.append(f'{{{{ index $b.titles "{chain}" | safeHTML }}}}')
        elif path in self.loops:
            self.out.append(f'{{{{ index ${path} "{chain}" | safeHTML }}}}')
        else:
            self.out.append(f'{{{{ index $s.v "{self.key(path)}{"|" + chain if chain else ""}" | safeHTML }}}}')

    def heading(self, level, words, id, unnumbered, index):
        self.tail, self.continues = "", False
        self.out.append(f'<h{level + 1}{f""" id="{id}" """.rstrip() if id else ""}>')
        if not unnumbered:
            self.out.append(f'<span class="number">{{{{ index $doc.numbers "{index}" }}}}</span> ')
        self.inlines(words)
        self.out.append(f"</h{level + 1}>\n")

    def reference(self, target, label):
        how = "C" if self.starts_sentence() else "D" if self.drops_article() else "-"
        kind, _, name = target.partition(":")
        if label:
            address = html.escape(target) if kind in ("http", "https", "mailto", "tel") else \
                f'{{{{ index $doc.addresses "{target}" | safeURL }}}}'
            self.out.append(f'<a href="{address}">')
            self.inlines(label)
            self.out.append("</a>")
            return
        words = f'$doc.words "{how} {target}"'
        if kind in ("law", "term"):
            # The full title the first time, the short one after that.
            self.out.append(
                f'<a href="{{{{ index $doc.addresses "{target}" | safeURL }}}}">{{{{ if $seen.Get "{target}" }}}}'
                f'{{{{ index $doc.words "{how} {target} again" | safeHTML }}}}{{{{ else }}}}{{{{ $seen.Set "{target}" true }}}}'
                f'{{{{ index {words} | safeHTML }}}}{{{{ end }}}}</a>')
        else:
            self.out.append(f'<a href="{{{{ index $doc.addresses "{target}" | safeURL }}}}">{{{{ index {words} | safeHTML }}}}</a>')

    def computed(self, name):
        self.out.append(f'{{{{ with index $doc.blocks "{name}" }}}}{{{{ partial "block/{name}.html" . }}}}{{{{ end }}}}')
