"""Checks a built site. First each check is shown to find what is wrong in its sample under bad/."""

import argparse
import concurrent.futures
import pathlib
import sys
import time

import browser_checks
import print_checks
import static_checks
from findings import Site

HERE = pathlib.Path(__file__).parent
browser_checks.CHECKS.update(print_checks.CHECKS)


def prove(only, browser):
    """Returns what the checks miss in the bad samples, and how many faults were looked for.

    Each folder under bad/ is named after a check, whose `expect.txt` says what must be found there; `expect-NAME.txt` is that of another check.
    """
    missed, count = [], 0
    for expectations in sorted(HERE.glob("bad/*/expect*.txt")):
        folder = expectations.parent
        check = expectations.stem.partition("-")[2] or folder.name.split("-")[0]
        if only and check not in only:
            continue
        if check in static_checks.CHECKS:
            findings = static_checks.CHECKS[check](Site(folder))
        elif check in browser_checks.CHECKS and browser:
            site = Site(folder)
            findings = browser_checks.CHECKS[check][0](browser, site, sorted(site.pages))
        else:
            continue
        found = "\n".join(str(finding) for finding in findings)
        for wanted in expectations.read_text(encoding="utf-8").splitlines():
            count += 1
            if wanted not in found:
                missed.append(f"{folder.name}: the check does not find '{wanted}'; it found:\n{found or '(nothing)'}")
    return missed, count


def main():
    parser = argparse.ArgumentParser(description="Checks a built site.")
    parser.add_argument("output", nargs="?", default="Output")
    parser.add_argument("--only", default="", metavar="CHECK,…", help="of: " + ", ".join([*static_checks.CHECKS, *browser_checks.CHECKS]))
    arguments = parser.parse_args()
    arguments.only = [name for name in arguments.only.split(",") if name]
    unknown = set(arguments.only) - set(static_checks.CHECKS) - set(browser_checks.CHECKS)
    if unknown:
        parser.error(f"there is no check '{sorted(unknown)[0]}'")
    root = pathlib.Path(arguments.output)
    if not (root / "site" / "index.html").exists():
        print(f"{root} holds no site: build it first", file=sys.stderr)
        return 2
    start = time.monotonic()
    wanted = lambda name: not arguments.only or name in arguments.only
    missed, proved = prove(arguments.only, None)
    site = Site(root)
    findings = []
    with concurrent.futures.ThreadPoolExecutor() as pool:
        # The checks without a browser run beside those with one: there are two cores.
        futures = {name: pool.submit(check, site) for name, check in static_checks.CHECKS.items() if wanted(name)}

        def browse(browser):
            nonlocal proved
            more, count = prove(arguments.only, browser)
            missed.extend(line for line in more if line not in missed)
            proved = count
            kinds = site.kinds()
            pages = [name for name, page in site.pages.items() if not page.is_fragment]
            for name, (check, every) in browser_checks.CHECKS.items():
                if not wanted(name):
                    continue
                began = time.monotonic()
                chosen = pages if every else kinds
                found = check(browser, site, chosen)
                findings.extend(found)
                print(f"{name}: {len(chosen)} pages, {len(found)} findings, {time.monotonic() - began:.1f} s")

        if any(wanted(name) for name in browser_checks.CHECKS):
            browser_checks.with_browser(browse)
        for name, future in futures.items():
            found = future.result()
            findings.extend(finding for finding in found if finding.check == name)
            print(f"{name}: {len([f for f in found if f.check == name])} findings")
    for line in missed:
        print(f"MISSED {line}")
    for finding in sorted(set(findings)):
        print(finding)
    print(f"{len(site.pages)} pages, {len(site.files)} files; {proved} bad samples, {len(missed)} missed; "
          f"{len(set(findings))} findings in {time.monotonic() - start:.0f} s")
    return 1 if findings or missed else 0


sys.exit(main())
