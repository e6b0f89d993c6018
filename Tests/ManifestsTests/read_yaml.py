"""Reads documents with a YAML reader that is not Trustwright's and compares what each makes of them.

Input: a JSON list of {"name", "text", "tree"} on standard input. A tree is a string, a list, or
{"pairs": [[key, value], ...]}. Output: {"reader", "same", "excused", "differences"}.
With --check it only tells by its status whether there is a reader.
"""

import json
import sys

try:
    from ruamel.yaml import YAML

    NAME = "ruamel.yaml"

    def load(text):
        return YAML(typ="base", pure=True).load(text)

except ImportError:
    try:
        import yaml

        NAME = "PyYAML"

        def load(text):
            return yaml.load(text, Loader=yaml.BaseLoader)

    except ImportError:
        sys.exit(1)


def tree(value):
    """The value in the form of the input."""
    if isinstance(value, dict):
        return {"pairs": [[key, tree(item)] for key, item in value.items()]}
    if isinstance(value, list):
        return [tree(item) for item in value]
    return "" if value is None else value


def excuse(text, error):
    """Why the reader may refuse a document that YAML 1.2 allows, as its scanner is that of YAML 1.1."""
    message = str(error)
    if "\t" in text:
        return "a tab between words, or before a comment"
    if NAME == "PyYAML" and "?" in text:
        return "a question mark in a plain text in brackets"
    if NAME == "ruamel.yaml" and "more indented follow up line" in message:
        return "a text in a block that starts with an empty line of a few spaces"
    return None


def main():
    questions = json.load(sys.stdin)
    same = excused = 0
    differences = []
    for question in questions:
        text = question["text"]
        try:
            theirs = tree(load(text))
        except Exception as error:
            if excuse(text, error):
                excused += 1
                continue
            theirs = "ERROR: " + str(error)
        if theirs == question["tree"]:
            same += 1
        else:
            differences.append(
                {
                    "name": question["name"],
                    "text": text,
                    "ours": json.dumps(question["tree"], ensure_ascii=False),
                    "theirs": json.dumps(theirs, ensure_ascii=False),
                }
            )
    answer = {"reader": NAME, "same": same, "excused": excused, "differences": differences}
    json.dump(answer, sys.stdout)


if __name__ == "__main__" and "--check" not in sys.argv:
    main()
