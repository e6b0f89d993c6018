#!/usr/bin/env python3
"""Makes a workspace of N schools by seeded random choices over the sample vocabulary.

usage: make_schools.py FOLDER N [--seed S] [--program TRUSTWRIGHT]

Each school starts as one of the sample trust's and gets a name, people and numbers of its own; then some of its rules
are answered anew, by chance. What the program finds wrong with such a school (an answer that another forbids, a provider
that is needed now) is answered as the sample does, so that every school can be built. Needs PyYAML.
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


def set_at(node, path, value):
    for key in path[:-1]:
        if not isinstance(node.get(key), dict):
            node[key] = {}
        node = node[key]
    node[path[-1]] = value


class Dumper(yaml.SafeDumper):
    """Writes each text on one line, or as a block."""


Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar(
    "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None))


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


def school(number, bases, rules, seed, careful):
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
    if not careful:
        for path in chance.sample(sorted(rules), k=min(len(rules), chance.randint(3, 12))):
            set_at(base.setdefault("rules", {}), path, chance.choice(rules[path]))
    return origin, slug, yaml.dump(
        base, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=1 << 20)


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

    def write(number, careful):
        origin, slug, text = school(number, bases, rules, options.seed, careful)
        os.makedirs(f"{schools}/{slug}", exist_ok=True)
        with open(f"{schools}/{slug}/school.yaml", "w", encoding="utf-8") as file:
            file.write(text)
        numbers[slug] = number
        origins[slug] = samples[origin]

    for number in range(1, max(0, options.count - len(samples)) + 1):
        write(number, careful=False)
    # A school is in the groups of the school it was made after.
    trust = read(f"{schools}/trust.yaml")
    for group in trust.get("groups", {}).values():
        group["schools"] += sorted(slug for slug, origin in origins.items() if origin in group["schools"])
    with open(f"{schools}/trust.yaml", "w", encoding="utf-8") as file:
        yaml.dump(trust, file, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=1 << 20)
    check = subprocess.run(
        [options.program, "check", "--schools", schools, "--templates", templates, "--format", "json",
         "--as-of", "2026-11-21"], capture_output=True)
    wrong = set()
    for message in json.loads(check.stdout)["messages"]:
        parts = os.path.relpath(message["file"], schools).split(os.sep)
        if message["severity"] in ("error", "warning") and parts[0] in numbers:
            wrong.add(parts[0])
    for slug in sorted(wrong):
        write(numbers[slug], careful=True)
    print(f"{options.count} schools, {len(wrong)} of them answered as the sample does", file=sys.stderr)


if __name__ == "__main__":
    main()
