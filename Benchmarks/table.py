#!/usr/bin/env python3
"""Prints what Benchmarks/run measured, or puts it into a document between its marks.

usage: table.py RESULTS.json [--short] [--into DOCUMENT.md]

In a document the table stands between `<!-- measured -->` and `<!-- /measured -->`.
"""
import argparse, json, re, statistics


def middle(series, part="wall"):
    return statistics.median(series[part])


def shown(ms):
    if ms < 10:
        return f"{ms:.1f} ms"
    if ms < 1000:
        return f"{ms:.0f} ms"
    return f"{ms / 1000:.3g} s" if ms < 100_000 else f"{ms / 1000:.0f} s"


def verdict(holds):
    return "" if holds is None else " ✓" if holds else " ✗"


class Goals:
    """The table of goals: what holds for the sample trust, and what for each corpus."""

    def __init__(self, result):
        self.sample = result["sample"]["series"]
        self.corpora = {int(count): corpus for count, corpus in result["corpora"].items()}
        self.each = {count: middle(corpus["series"]["full"]) / count for count, corpus in self.corpora.items()}

    def fixed(self):
        rows = [["sample trust (9 schools) or one school", "goal", "measured"]]
        for what, goal, kind, most in (
            ("full build with all proofs, whole process", "under 60 ms", "sample build", 60),
            ("`check`, whole process", "under 40 ms", "sample check", 40),
            ("pack of 1,500 forms", "under 0.2 s", "pack", 200),
            ("`watch`: from a manifest’s save to its page", "within 50 ms", "watch manifest", 50),
            ("`watch`: from a clause’s save to a page that prints it", "within 50 ms", "watch clause", 50),
        ):
            found = middle(self.sample[kind])
            rows.append([what, goal, shown(found) + verdict(found <= most)])
        return rows

    def corpus(self):
        rows = [["corpus", "goal", *(f"{count:,} schools" for count in self.corpora)]]
        for what, goal, cell in (
            ("`cp -r` of what a full build writes", "", lambda count, series: (shown(middle(series["copy"])), None)),
            ("full build with two jobs, of `cp -r`", "at most 0.7", self.full),
            ("processor time of it, of that of `cp -r`", "", self.computing),
            ("Hugo, policies and fragments only, of our full build", "at least 30", lambda count, series: self.peer("hugo", series)),
            ("Jinja2 and PyYAML, the same", "", lambda count, series: self.peer("jinja2", series)),
            ("nothing changed, of `cp -r`", "at most 0.08", self.nothing),
            ("a `stat` of every file and a digest of every input", "", lambda count, series: (shown(middle(series["stat"])), None)),
            ("one school changed, beyond nothing changed", "5 ms", self.school),
            ("one clause changed, of a full build", "in proportion", self.clause),
            ("memory", "under 64 MB, 200 MB at 24,000", self.memory),
            ("two jobs, of the speed of one", "at least 1.7", self.cores),
            ("time a school, full build", "within a tenth", self.growth),
        ):
            cells = []
            for count, corpus in self.corpora.items():
                text, holds = cell(count, corpus["series"])
                cells.append(text + verdict(holds))
            if any(cells):
                rows.append([what, goal, *cells])
        return rows

    def full(self, count, series):
        ratio = middle(series["full"]) / middle(series["copy"])
        return f"{ratio:.2f} ({shown(middle(series['full']))})", ratio <= 0.7

    def computing(self, count, series):
        ours, copy = (middle(series[kind], "user") + middle(series[kind], "system") for kind in ("full", "copy"))
        return (f"{ours / copy:.1f} ({shown(ours)})" if copy else shown(ours)), None

    def peer(self, name, series):
        if name not in series:
            return "", None
        ratio = middle(series[name]) / middle(series["full"])
        return f"{ratio:.1f} ({shown(middle(series[name]))})", ratio >= 30 if name == "hugo" else None

    def nothing(self, count, series):
        ratio = middle(series["nothing"]) / middle(series["copy"])
        return f"{ratio:.3f} ({shown(middle(series['nothing']))})", ratio <= 0.08

    def school(self, count, series):
        more = statistics.median(one - none for one, none in zip(series["school"]["wall"], series["nothing"]["wall"]))
        return f"{shown(max(more, 0))} more", more <= 5

    def clause(self, count, series):
        written, rest = map(int, re.match(r"(\d+) files written, (\d+) unchanged", series["clause"]["last"]).groups())
        share = middle(series["clause"]) / middle(series["full"])
        return f"{share:.2f} ({shown(middle(series['clause']))}), {written / (written + rest):.2f} of the files", None

    def memory(self, count, series):
        most = max(series["full"]["memory"] + series["one core"]["memory"])
        return f"{most:.0f} MB", most < (200 if count > 5000 else 64)

    def cores(self, count, series):
        times = middle(series["one core"]) / middle(series["full"])
        return f"{times:.2f}", times >= 1.7

    def growth(self, count, series):
        first = min(self.each)
        return f"{self.each[count]:.2f} ms", None if count == first else abs(self.each[count] / self.each[first] - 1) <= 0.1


def rows_as_text(rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]])


def description(result):
    counts = ", ".join(
        f"{int(count):,} schools ({corpus['files']:,} files, {corpus['bytes'] / 1e6:,.0f} MB)"
        for count, corpus in result["corpora"].items())
    rounds = sorted({corpus["rounds"] for corpus in result["corpora"].values()} | {result["sample"]["rounds"]})
    all_others = [share for corpus in result["corpora"].values() for series in corpus["series"].values() for share in series["others"]]
    others = statistics.mean(all_others) if all_others else 0
    text = (f"Measured on {result['machine']} ({result['file system']}), load {result['load before']} before and {result['load after']} after; "
            f"other programs took {others:.0%} of the cores while these were timed{', which went before them' if result['ahead'] else ''}. Corpora of `make_schools.py`, seed {result['seed']}: {counts}. "
            f"Medians of {' or '.join(map(str, rounds))} rounds, all rows in turn.")
    compared = {}
    for corpus in result["corpora"].values():
        for name, said in corpus["compared"].items():
            compared.setdefault(said, set()).add(name)
    for said, names in compared.items():
        text += f" {' and '.join(result['versions'].get(name, name) for name in sorted(names))}: {said}."
    if not compared:
        text += " Neither Hugo nor Jinja2 was there."
    return text


def printed(result, short=False):
    goals = Goals(result)
    text = f"{rows_as_text(goals.fixed())}\n\n{rows_as_text(goals.corpus())}\n\n{description(result)}"
    if short:
        return text
    lines = ["", "", "| corpus | what | median | lowest | highest | user | system | memory |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    groups = [("sample", result["sample"]), *((f"{int(count):,}", corpus) for count, corpus in result["corpora"].items())]
    for name, group in groups:
        for kind, series in group["series"].items():
            lines.append(f"| {name} | {kind} | {shown(middle(series))} | {shown(min(series['wall']))} | {shown(max(series['wall']))} | "
                         f"{shown(middle(series, 'user'))} | {shown(middle(series, 'system'))} | {middle(series, 'memory'):.0f} MB |")
    return text + "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("results")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--into")
    options = parser.parse_args()
    with open(options.results, encoding="utf-8") as file:
        text = printed(json.load(file), options.short)
    if not options.into:
        print(text)
        return
    with open(options.into, encoding="utf-8") as file:
        document = file.read()
    found, count = re.subn(
        r"(?s)<!-- measured -->\n.*?<!-- /measured -->", lambda _: f"<!-- measured -->\n{text}\n<!-- /measured -->", document)
    if count != 1:
        raise SystemExit(f"{options.into} needs one <!-- measured --> and one <!-- /measured -->")
    with open(options.into, "w", encoding="utf-8") as file:
        file.write(found)


if __name__ == "__main__":
    main()
