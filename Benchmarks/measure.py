"""Measures commands, and says what else the machine was doing meanwhile."""
import os, re, shutil, signal, statistics, subprocess, sys, tempfile, time

CORES = os.cpu_count() or 1
TICK = os.sysconf("SC_CLK_TCK")
KEPT = 2000  # bytes of the end of what a program says


def user_seconds():
    """What all programs together have computed since the machine started, in seconds of a core."""
    try:
        with open("/proc/stat") as file:
            fields = file.readline().split()
    except OSError:
        return None
    return (int(fields[1]) + int(fields[2])) / TICK


class Measure:
    """One measured run."""

    def __init__(self, wall, user, system, memory, said, others):
        self.wall, self.user, self.system, self.memory = wall, user, system, memory  # ms, ms, ms, MB
        self.said = said
        self.others = others  # share of the processors that other programs took; 0 where that is not known

    def last_line(self):
        return self.said.strip().split("\n")[-1]


def run(words, folder=None, codes=(0, 1)):
    before = user_seconds()
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder)
    # Only the end is kept: what this program holds counts as memory of what it starts, up to where that begins.
    said = b""
    while piece := process.stderr.read(65536):
        said = (said + piece)[-KEPT:]
    said = said.decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        sys.exit(f"{' '.join(words)} ended with {process.returncode}:\n{said}")
    others = 0 if before is None else max(0, user_seconds() - before - usage.ru_utime - 2 / TICK) / (wall * CORES)
    return Measure(wall * 1000, usage.ru_utime * 1000, usage.ru_stime * 1000, usage.ru_maxrss / 1024, said, others)


class Series:
    """The measures of one row."""

    def __init__(self):
        self.measures = []

    def add(self, measure):
        self.measures.append(measure)

    def middle(self, part="wall"):
        return statistics.median(getattr(measure, part) for measure in self.measures)

    def as_data(self):
        data = {part: [round(getattr(measure, part), 2) for measure in self.measures]
                for part in ("wall", "user", "system", "memory", "others")}
        data["last"] = self.measures[-1].last_line() if self.measures[-1].said else ""
        return data


class Ahead:
    """While it is entered, what is started goes before all other programs on the processors (Linux, as root)."""

    def __init__(self, wanted):
        self.wanted = wanted

    def __enter__(self):
        if self.wanted:
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))

    def __exit__(self, *_):
        if self.wanted:
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


class Patience:
    """Measures again what others disturbed, up to a number of times, and keeps the least disturbed."""

    def __init__(self, times, ahead, limit=0.05):
        self.times, self.ahead, self.limit, self.again = times, ahead, limit, 0

    def __call__(self, measure, before=None):
        best = None
        for attempt in range(self.times + 1):
            if before:
                before()
            os.sync()  # what was written before is not to be paid for now
            with self.ahead:
                found = measure()
            if best is None or found.others < best.others:
                best = found
            if best.others <= self.limit:
                break
            self.again += attempt < self.times
        return best


class Watch:
    """`trustwright watch`, and how long after a save a page is there."""

    def __init__(self, words):
        self.said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=self.said)
        self.wait_for("watching ", 600)

    def wait_for(self, text, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                sys.exit("watch ended by itself")
            if text in os.pread(self.said.fileno(), 1 << 24, 0).decode():
                return
            time.sleep(0.05)
        sys.exit(f"watch did not say '{text}'")

    def saved(self, path, text, page, expected, by_renaming):
        """Milliseconds from the end of a save until the page says what is expected."""
        said = os.fstat(self.said.fileno()).st_size
        before = user_seconds()
        if by_renaming:
            with open(path + "~", "w", encoding="utf-8") as file:
                file.write(text)
            os.rename(path + "~", path)
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        start = time.perf_counter()
        old = None
        while True:
            try:
                stamp = os.stat(page)
                stamp = (stamp.st_ino, stamp.st_mtime_ns)
                if stamp != old:
                    old = stamp
                    with open(page, encoding="utf-8") as file:
                        if expected in file.read():
                            break
            except FileNotFoundError:
                pass
            if time.perf_counter() - start > 60:
                sys.exit(f"watch did not bring '{expected}' to {page} within a minute")
            time.sleep(0.0003)
        wall = time.perf_counter() - start
        others = 0 if before is None else max(0, user_seconds() - before - wall * 2) / (wall * CORES)
        # The line that ends the build comes a little after its pages; the next save has to wait for it.
        until = time.monotonic() + 60
        while time.monotonic() < until and "files written" not in os.pread(self.said.fileno(), 1 << 20, said).decode():
            time.sleep(0.01)
        time.sleep(0.1)
        return Measure(wall * 1000, 0, 0, 0, "", min(1, others))

    def end(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.said.close()


def edited(path, find, put):
    """The text of a file with its first match replaced."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found, count = re.subn(find, put, text, count=1)
    if not count:
        sys.exit(f"{path} has nothing that matches {find}")
    return found


def edit(path, find, put):
    text = edited(path, find, put)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def machine():
    """What the machine is, in a few words; names nobody and no path."""
    model = memory = ""
    try:
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "")
        with open("/proc/meminfo") as file:
            memory = f"{round(int(file.readline().split()[1]) / 1024 / 1024)} GB of memory"
    except OSError:
        pass
    words = [f"{os.uname().sysname} {re.match(r'[0-9.]*[0-9]', os.uname().release).group()}", f"{CORES} cores", model, memory]
    return ", ".join(word for word in words if word)


def file_system(folder):
    found = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True).stdout.strip()
    return found or "unknown"


def removed(folder):
    shutil.rmtree(folder, ignore_errors=True)
