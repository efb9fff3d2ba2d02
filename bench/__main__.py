"""Speed and memory as ratios to peers in the same run: `python -m bench [ROWS …]` (default 1000000 10000000, and 100000000
for whom cases met).

Every measurement runs in a process of its own, which reports seconds and its peak memory.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.scan_log import write

HISTORIES = (10, 100)
A_DAY = 60_000
LOADED, MET = (1_000_000, 10_000_000), (1_000_000, 10_000_000, 100_000_000)
POSTERS = 500
LISTS = (13_000, 100_000, 300_000)


def measure(work: Path, name: str, *arguments: object, room: str = "measured") -> dict[str, float]:
    """Run `bench.<room> <name> <arguments>` in a process of its own and return what it prints."""
    command = [sys.executable, "-m", f"bench.{room}", name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": str(work)})
    if done.returncode:
        sys.exit(f"bench: {name} failed\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"  {name}: {found}", flush=True)
    return found


def loads(work: Path, rows: int) -> None:
    """Compare the validated load with the engine's own unchecked one, and with other tools doing the same cleaning."""
    scans, venues = write(work / "csv", rows)
    raw = measure(work, "raw", scans, work / f"raw{rows}.duckdb")
    peers = {name: measure(work, name, scans) for name in ("polars", "pandas")}
    for name, told in {
        "clean": measure(work, "clean", scans, venues, work / f"clean{rows}"),
        "clean + duplicates": measure(work, "fresh", scans, venues, work / f"fresh{rows}"),
        "whole load": measure(work, "load", scans, venues, work / f"lake{rows}"),
        **peers,
    }.items():
        print(f"| {rows:,} | {name} | {told['seconds'] / raw['seconds']:.2f} × raw | {told['megabytes']:.0f} MB |", flush=True)
    pairs, peer = measure(work, "visits", scans), measure(work, "numpy", scans)
    print(f"| {rows:,} | visits | {pairs['seconds'] / peer['seconds']:.2f} × numpy | {pairs['megabytes']:.0f} MB |")
    asked = measure(work, "contacts", work / f"lake{rows}")
    for span in ("all", "fortnight"):
        times = f"median {asked[f'{span}_median']:.0f} ms, p95 {asked[f'{span}_p95']:.0f} ms"
        print(f"| {rows:,} | contacts of one case, {span} | {times} | {asked['megabytes']:.0f} MB |")
    told = measure(work, "traffic", work / f"lake{rows}")
    print(
        f"| {rows:,} | traffic screen, all questions | {told['sum']:.0f} ms, slowest {told['slowest']:.0f} ms | |", flush=True
    )


def one_more_day(work: Path) -> None:
    """Load the same further day onto a short and onto a long history."""
    told = {}
    for days in HISTORIES:
        history, venues = write(work / "csv", A_DAY * days, days=days, first="2021-01-01", seed=days)
        more, _ = write(work / "csv", A_DAY, days=1, first="2021-04-12", seed=9)
        measure(work, "load", history, venues, work / f"history{days}")
        told[days] = measure(work, "day", more, work / f"history{days}")
    short, long = (told[days]["seconds"] for days in HISTORIES)
    print(
        f"| {A_DAY:,} | one more day onto {HISTORIES[1]} days | {long / short:.2f} × onto {HISTORIES[0]} days | |", flush=True
    )


def met(work: Path, rows: int) -> None:
    """Compare whom one case, 1,000 cases and a second ring met with the joins that others would write."""
    lake = work / f"met{rows}"
    measure(work, "fill", lake, rows, room="met")
    measure(work, "agreed", lake, room="met")
    told = {name: measure(work, name, lake, room="met") for name in ("ours", "plain", "polars", "pandas")}
    plain = told["plain"]
    for name, found in told.items():
        many = f"{found['many_seconds'] / plain['many_seconds']:.2f} ×" if "many_seconds" in found else "left out"
        one = f"{found['one_median']:.0f} ms ({found['one_median'] / plain['one_median']:.2f} ×)"
        print(f"| {rows:,} | {name} | {one} | {many} | {found['megabytes']:.0f} MB |", flush=True)
    shutil.rmtree(lake)


def workbooks(work: Path) -> None:
    """Compare long lists as workbooks with what other writers make of the same rows."""
    for rows in LISTS:
        told = {
            name: measure(work, name, rows, work / "list.xlsx", room="workbooks") for name in ("ours", "xlsxwriter", "openpyxl")
        }
        for name, found in told.items():
            ratio = f"{found['seconds'] / told['xlsxwriter']['seconds']:.2f} × XlsxWriter"
            print(f"| {rows:,} × 20 | {name} | {found['seconds']:.1f} s | {ratio} | + {found['added']:.0f} MB |", flush=True)


def posters(work: Path) -> None:
    """Write 500 posters as one PDF, as a zip of 50 PDFs, and with the codes as pictures."""
    told = {name: measure(work, name, POSTERS, work / "posters", room="posters") for name in ("ours", "zip", "pictures")}
    for name, found in told.items():
        ratio = f"{found['seconds'] / told['pictures']['seconds']:.2f} × pictures"
        print(f"| {POSTERS} posters | {name} | {found['seconds']:.1f} s | {ratio} | {found['file']:.1f} MB |", flush=True)


def main() -> None:
    """Run everything."""
    sizes = [int(text) for text in sys.argv[1:]]
    with TemporaryDirectory(prefix="vaora-bench-") as folder:
        for rows in sizes or LOADED:
            loads(Path(folder), rows)
        one_more_day(Path(folder))
        for rows in sizes or MET:
            met(Path(folder), rows)
        workbooks(Path(folder))
        posters(Path(folder))


if __name__ == "__main__":
    main()
