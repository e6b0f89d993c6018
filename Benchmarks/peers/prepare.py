#!/usr/bin/env python3
"""Writes a workspace's templates anew for Jinja2 and Hugo, and for Hugo the schools as well, as content and data. Not part of any timing.

usage: prepare.py WORKSPACE FOLDER AS-OF

Hugo is given what its templates cannot well work out, ready made: values laid over each other and through their filters, the numbers of sections,
the words of references, what the lists of laws, terms and contacts hold. So it has less to do than the others.
"""
import json, os, shutil, sys
import templates
from jinja_pages import Maker

SHELL = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}, {school}</title>
<style>
{style}</style>
</head>
<body>
<header class="site"><p class="owner"><a href="index.html">{school}</a></p><p class="trust"><a href="../index.html">{trust}</a></p></header>
<main id="main">
<h1>{title}</h1>
<article class="document">
{article}
</article>
</main>
</body>
</html>
"""
SETTINGS = """baseURL = "https://schools.example/"
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404", "robotsTXT"]
disableLiveReload = true
"""
SINGLE = """{{- $s := index .Site.Data.schools .Params.school -}}
""" + SHELL
# A page and its fragment share their article, which Hugo makes once.
CACHED = '{{ partialCached "article.html" . .Params.school .Params.page }}'
FRAGMENT = f'<article class="document" lang="en-GB">\n{CACHED}\n</article>\n'
ARTICLE = """{{- $s := index .Site.Data.schools .Params.school -}}
{{- range .Params.pieces -}}
{{ with .summary }}<p class="summary">{{ . | safeHTML }}</p>
{{ end }}{{ with .document }}{{ partial (print "document/" . ".html") (dict "s" $s "doc" (index $s.docs .)) }}{{ end }}{{ with .heading }}<h2><span class="part">{{ . }}</span> {{ end }}{{ with .title }}{{ . | safeHTML }}</h2>
{{ end }}{{ with .rows }}{{ partial "block/approval.html" . }}{{ end }}
{{- end -}}"""
BLOCKS = {
    "legislation": """<ul class="legislation">
{{ range . }}<li><a href="{{ .url }}">{{ .title | safeHTML }}</a>{{ with .edition }} ({{ . | safeHTML }}){{ end }}</li>
{{ end }}</ul>""",
    "definitions": """<dl class="definitions">
{{ range . }}<dt id="term-{{ .id }}">{{ .term | safeHTML }}</dt>
<dd>{{ .definition | safeHTML }}</dd>
{{ end }}</dl>""",
    "related-documents": """<ul class="related-documents">
{{ range . }}<li><a href="{{ .url }}">{{ .title | safeHTML }}</a></li>
{{ end }}</ul>""",
    "contacts": """<table class="contacts">
<thead>
<tr><th scope="col">Role</th><th scope="col">Name</th><th scope="col">How to reach them</th></tr>
</thead>
<tbody>
{{ range . }}<tr><th scope="row">{{ .role | safeHTML }}</th><td>{{ .name | safeHTML }}</td><td>{{ with .email }}<a href="mailto:{{ . }}">{{ . }}</a>{{ end }}{{ if and .email .phone }}<br>{{ end }}{{ with .phone }}<a href="tel:{{ . }}">{{ . }}</a>{{ end }}</td></tr>
{{ end }}</tbody>
</table>""",
    "approval": """<dl class="approval">
{{ range . }}<div><dt>{{ .name }}</dt><dd>{{ .value | safeHTML }}</dd></div>
{{ end }}</dl>""",
    "history": """{{ $versions := where . "version" "!=" "" }}<table class="history">
<thead>
<tr>{{ if $versions }}<th scope="col">Version</th>{{ end }}<th scope="col">Adopted</th><th scope="col">What changed</th></tr>
</thead>
<tbody>
{{ range . }}<tr>{{ if $versions }}<td>{{ .version }}</td>{{ end }}<td>{{ .adopted }}</td><td>{{ .summary | safeHTML }}</td></tr>
{{ end }}</tbody>
</table>""",
}


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    workspace, folder, as_of = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    jinja, hugo = f"{folder}/jinja", f"{folder}/hugo"
    found = templates.documents(f"{workspace}/Templates")
    with open(f"{workspace}/Templates/site/style.css", encoding="utf-8") as file:
        style = file.read()
    write(f"{jinja}/documents.json", json.dumps({name: template.front for name, template in found.items()}))
    write(f"{jinja}/page.html", SHELL.replace("{style}", style).replace("{title}", "{{ title }}").replace(
        "{school}", "{{ school }}").replace("{trust}", "{{ trust }}").replace("{article}", "{{ article }}"))
    # What the vocabulary says of rules is needed to know which of them a band answers.
    write_documents = {name: template for name, template in found.items() if template.front["kind"] != "agreement"}
    from schools import Trust
    per_band = Trust(workspace, as_of).per_band
    for name, template in write_documents.items():
        write(f"{jinja}/{name}.html", templates.JinjaWriter(template, per_band).text)
        write(f"{hugo}/layouts/partials/document/{name}.html",
              "{{- $s := .s }}{{ $doc := .doc }}{{ $seen := newScratch -}}\n" + templates.HugoWriter(template, per_band).text)
    for name, text in BLOCKS.items():
        write(f"{hugo}/layouts/partials/block/{name}.html", text)
    write(f"{hugo}/layouts/partials/article.html", ARTICLE)
    write(f"{hugo}/layouts/_default/fragment.html", FRAGMENT)
    write(f"{hugo}/layouts/_default/single.html", SINGLE.replace("{style}", style).replace("{article}", CACHED).replace(
        "{title}", "{{ .Title | safeHTML }}").replace("{school}", '{{ index $s.v "school.name" | safeHTML }}').replace(
        "{trust}", '{{ index $s.v "trust.name" | safeHTML }}'))
    write(f"{hugo}/config.toml", SETTINGS)
    maker = Maker(jinja, workspace, as_of)
    for slug in maker.trust.slugs():
        made = maker.pages(slug)
        school = made.school
        pages = list(made.pages())
        school.v["school.name"], school.v["trust.name"]
        for path, title, pieces in pages:
            page = os.path.basename(path)[:-5]
            front = {"title": title, "school": slug, "page": page, "pieces": list(pieces)}
            write(f"{hugo}/content/{slug}/{page}.md", json.dumps(front, ensure_ascii=False) + "\n")
            front["layout"] = "fragment"
            write(f"{hugo}/content/{slug}/fragments/{page}.md", json.dumps(front, ensure_ascii=False) + "\n")
        data = {"v": school.v, "a": {key: value for key, value in school.a.items() if isinstance(value, str)}, "x": school.x,
                "d": school.d, "L": school.L, "items": school.items, "docs": made.data}
        write(f"{hugo}/data/schools/{slug}.json", json.dumps(data, ensure_ascii=False))


if __name__ == "__main__":
    main()
