#!/usr/bin/env python3
"""Makes a workspace of N schools by seeded random choices over the sample vocabulary.

usage: make_schools.py FOLDER N [--seed S] [--program TRUSTWRIGHT]

Each school starts as one of the sample trust's and gets a name, people and numbers of its own; then some of its rules
are answered anew, by chance. A school with which the program finds something wrong (an answer that another forbids, a
provider that is needed now) is drawn twice more, with fewer changes, and then answered as the sample does, so that every
school can be built. The same folder, number and seed give the same bytes. Needs PyYAML, and is quick where that has libyaml.
"""
import argparse, json, os, random, shutil, subprocess, sys
import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIRST = "Alder Birch Cherry Dogwood Elder Fern Gorse Hazel Juniper Laurel Maple Oak Rowan Sorrel Willow Yew".split()
SECOND = "bank brook dale field ford gate ham hurst ley marsh mead mere stead thorpe wick wood".split()
GIVEN = "Amal Beth Carys Dev Esther Farah Gwen Hugo Ines Jonah Kofi Lena Maya Niall Olga Priya Rhys Sana Tom Uma".split()
FAMILY = "Abbott Baker Chowdhury Davies Evans Foster Gill Hughes Iqbal Jones Khan Lewis Mensah Novak Okoro Patel".split()


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


def dumped(value):
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=1 << 20)


def rules_with_options(vocabulary):
    """Every rule with options, by its path, with the names of the options."""
    found = {}

    def walk(node, path):
        for key, value in node.items():
            if not isinstance(value, dict):
                continue
            if "question" in value:
                if isinstance(value.get("options"), dict):
                    found[path + (key,)] = list(value["options"])
            else:
                walk(value, path + (key,))

    walk(vocabulary["rules"], ())
    return found


TURNS = 3


def set_at(node, path, value):
    for key in path[:-1]:
        if not isinstance(node.get(key), dict):
            node[key] = {}
        node = node[key]
    node[path[-1]] = value


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Writes each text on one line, or as a block."""


def represented(dumper, text):
    # 'no' in quotes would be a name; without them it takes away what is inherited.
    tag = "bool" if text in ("yes", "no") else "str"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text, style="|" if "\n" in text else None)


Dumper.add_representer(str, represented)


def person(chance):
    return f"{chance.choice(['Ms', 'Mr', 'Mrs', 'Dr'])} {chance.choice(GIVEN)} {chance.choice(FAMILY)}"


def renamed(node, chance):
    """Gives everybody in a block of leads another name."""
    if isinstance(node, str):
        return person(chance)
    if isinstance(node, list):
        return [renamed(item, chance) for item in node]
    node = dict(node)
    if "name" in node:
        node["name"] = person(chance)
    return node


def school(number, bases, rules, seed, turn):
    """The number of the school it was made after, its slug and its manifest; the later the turn, the fewer changes."""
    chance = random.Random(f"{seed} {number}")
    origin = chance.randrange(len(bases))
    base = json.loads(json.dumps(bases[origin]))
    name = f"{chance.choice(FIRST)}{chance.choice(SECOND)} {number}"
    slug = name.lower().replace(" ", "-")
    details = base["school"]
    details["name"] = f"{name} School"
    details.pop("short-name", None)
    details["urn"] = str(100000 + number)
    details["website"] = f"https://{slug}.example"
    details["email"] = f"office@{slug}.example"
    details.pop("logo", None)
    base["leads"] = {role: renamed(who, chance) for role, who in base.get("leads", {}).items()}
    if turn < TURNS:
        chance = random.Random(f"{seed} {number} {turn}")
        most = (12, 5, 2)[turn]
        for path in chance.sample(sorted(rules), k=chance.randint(1, min(most, len(rules)))):
            set_at(base.setdefault("rules", {}), path, chance.choice(rules[path]))
    return origin, slug, dumped(base)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/trustwright"))
    options = parser.parse_args()
    schools, templates = (os.path.join(options.folder, name) for name in ("Schools", "Templates"))
    shutil.rmtree(options.folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "Templates"), templates)
    shutil.copytree(os.path.join(ROOT, "Schools"), schools)
    samples = sorted(n for n in os.listdir(schools) if os.path.exists(f"{schools}/{n}/school.yaml"))
    bases = [read(f"{schools}/{name}/school.yaml") for name in samples]
    rules = rules_with_options(read(f"{templates}/vocabulary.yaml"))
    numbers, origins = {}, {}

    def write(number, turn):
        origin, slug, text = school(number, bases, rules, options.seed, turn)
        os.makedirs(f"{schools}/{slug}", exist_ok=True)
        with open(f"{schools}/{slug}/school.yaml", "w", encoding="utf-8") as file:
            file.write(text)
        numbers[slug] = number
        origins[slug] = samples[origin]

    for number in range(1, max(0, options.count - len(samples)) + 1):
        write(number, turn=0)
    # A school is in the groups of the school it was made after. The lists stand in brackets, which takes less room: a
    # manifest may have a mebibyte.
    trust = read(f"{schools}/trust.yaml")
    lists = []
    for group in trust.get("groups", {}).values():
        lists.append(group["schools"] + sorted(slug for slug, origin in origins.items() if origin in group["schools"]))
        group["schools"] = f"list-{len(lists) - 1}-of-schools"
    text = dumped(trust)
    for number, slugs in enumerate(lists):
        rows = [", ".join(slugs[start:start + 100]) for start in range(0, len(slugs), 100)]
        text = text.replace(f"list-{number}-of-schools", "[" + ",\n      ".join(rows) + "]")
    with open(f"{schools}/trust.yaml", "w", encoding="utf-8") as file:
        file.write(text)
    redrawn = []
    for turn in range(1, TURNS + 1):
        wrong = found_wrong(options.program, schools, templates, numbers)
        redrawn.append(len(wrong))
        for slug in sorted(wrong):
            write(numbers[slug], turn)
    print(f"{options.count} schools; {redrawn[0]} drawn again, {redrawn[-1]} of them answered as the sample does", file=sys.stderr)


def found_wrong(program, schools, templates, numbers):
    """The schools with which the program finds something wrong."""
    check = subprocess.run(
        [program, "check", "--schools", schools, "--templates", templates, "--format", "json", "--as-of", "2026-11-21"],
        capture_output=True)
    wrong = set()
    for message in json.loads(check.stdout)["messages"]:
        slug = os.path.relpath(message["file"], schools).split(os.sep)[0]
        if message["severity"] in ("error", "warning") and slug in numbers:
            wrong.add(slug)
    return wrong


if __name__ == "__main__":
    main()
