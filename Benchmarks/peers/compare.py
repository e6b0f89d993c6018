#!/usr/bin/env python3
"""Compares the words of pages made by another program with Trustwright's.

usage: compare.py SITE OTHER [--most N]

Every policy of a school and its fragment are compared: the title (h1, where there is one) and all that the article says, tags taken away and
white space joined.
Ends with 1 where a word differs, where OTHER lacks a policy that SITE has, or where nothing was compared.
"""
import argparse, html, os, re, sys

INSIDE = r"</?(?:a|span|strong|em|code|small)\b[^>]*>"


def words(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    title = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.S)
    article = re.search(r"<article[^>]*>(.*)</article>", text, re.S).group(1)
    text = re.sub(r"<[^>]+>", " ", re.sub(INSIDE, "", f"<h1>{title.group(1) if title else ''}</h1>{article}"))
    return re.sub(r" (?=[.,;:)])", "", " ".join(html.unescape(text).split()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("site")
    parser.add_argument("other")
    parser.add_argument("--most", type=int, default=5)
    options = parser.parse_args()
    pages = count = wrong = 0
    for folder, _, names in sorted(os.walk(options.site)):
        slug = os.path.relpath(folder, options.site)
        school, _, part = slug.partition(os.sep)
        if school in (".", "trust", "data") or part not in ("", "fragments"):
            continue
        for name in sorted(names):
            # Forms have pages in a folder of their own; only their fragments stand here.
            if not name.endswith(".html") or name in ("index.html", "changes.html") or (
                    part and os.path.exists(f"{options.site}/{school}/agreements/{name}")):
                continue
            ours, theirs = f"{folder}/{name}", f"{options.other}/{slug}/{name}"
            if not os.path.exists(theirs):
                print(f"{theirs} is not there")
                wrong += 1
                continue
            one, other = words(ours), words(theirs)
            pages += 1
            count += len(one.split())
            if one != other:
                wrong += 1
                at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
                if wrong <= options.most:
                    start = max(0, at - 60)
                    print(f"{slug}/{name}\n  ours:   {one[start:at + 80]!r}\n  theirs: {other[start:at + 80]!r}")
    print(f"{pages} pages, {count} words compared; {wrong} pages differ")
    sys.exit(1 if wrong or not pages else 0)


if __name__ == "__main__":
    main()
