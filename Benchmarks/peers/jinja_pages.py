#!/usr/bin/env python3
"""Makes the policies, as pages and as fragments, of a workspace of schools with Jinja2 and PyYAML, as a person would who has no Trustwright.

usage: jinja_pages.py TEMPLATES WORKSPACE OUTPUT AS-OF

TEMPLATES is what prepare.py made of the workspace's templates. Nothing is checked, and forms, indexes, data, feeds, calendars and the
central pages are not made.
"""
import json, os, sys
import jinja2
from pages import Pages
from schools import School, Trust


class Maker:
    def __init__(self, folder, workspace, as_of):
        with open(f"{folder}/documents.json", encoding="utf-8") as file:
            documents = json.load(file)
        self.trust = Trust(workspace, as_of)
        self.trust.use(documents)
        self.engine = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), undefined=jinja2.StrictUndefined)
        self.templates = {name: self.engine.get_template(f"{name}.html") for name, front in documents.items()
                          if front["kind"] != "agreement"}
        self.shell = self.engine.get_template("page.html")

    def pages(self, slug):
        school = School(self.trust, slug)
        return Pages(school, lambda name, school: self.templates[name].render(
            v=school.v, a=school.a, x=school.x, d=school.d, L=school.L, items=school.items))

    def write(self, slug, output):
        made = self.pages(slug)
        os.makedirs(f"{output}/{slug}/fragments", exist_ok=True)
        count = 0
        for path, title, pieces in made.pages():
            article = made.article(pieces)
            with open(f"{output}/{path}", "w", encoding="utf-8") as file:
                file.write(self.shell.render(
                    title=title, article=article, school=made.school.v["school.name"], trust=made.school.v["trust.name"]))
            with open(f"{output}/{slug}/fragments/{os.path.basename(path)}", "w", encoding="utf-8") as file:
                file.write(f'<article class="document" lang="en-GB">\n{article}\n</article>\n')
            count += 2
        return count


def main():
    folder, workspace, output, as_of = sys.argv[1:]
    maker = Maker(folder, workspace, as_of)
    count = sum(maker.write(slug, output) for slug in maker.trust.slugs())
    print(f"{count} pages", file=sys.stderr)


if __name__ == "__main__":
    main()
