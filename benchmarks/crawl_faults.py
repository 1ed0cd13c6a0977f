"""A scheduled crawl of 200 hosts that go wrong in every way, over eleven days that pass quickly.

`python -m benchmarks.crawl_faults`. The schedule's clock goes by six hours a tick; every request
is made for real, on loopback, at the pace of the tests. In the middle of the first run its process
is killed. Ends with 1 if a listing is wrong, a fault not told, a rule broken or anything lost.
"""

import argparse
import sys
import tempfile
from datetime import timedelta

from benchmarks.result import print_result
from tests.web.fault_run import fault_run
from tests.web.faults import FAULTS

TICK = timedelta(hours=6)


def main() -> None:
    """Crawl, tell each run, and print what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--each", type=int, default=2, help="hosts of every kind of fault")
    parser.add_argument("--days", type=int, default=11)
    args = parser.parse_args()
    ticks = [TICK * number for number in range(args.days * 4 + 1)]
    healthy = args.hosts - args.each * len(FAULTS)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/clinics.sqlite"
        found = fault_run(url, each=args.each, healthy=healthy, ticks=ticks, say=print)
    faults = found.faults()
    for fault in faults:
        print(f"WRONG {fault}")
    print_result(
        {
            "hosts": len(found.hosts),
            "kinds_of_fault": len(FAULTS),
            "runs": len(found.days),
            "requests": sum(len(day.asked) for day in found.days),
            "seconds": round(found.seconds, 1),
            "wrong": len(faults),
        }
    )
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
