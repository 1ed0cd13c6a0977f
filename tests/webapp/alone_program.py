"""Asks a running finder for pages in a network of its own, with nobody else in it.

Run by `unshare --net`: python -m tests.webapp.alone_program INDEX PATH...
Prints what came of each path, one line each.
"""

import fcntl
import socket
import struct
import sys
from pathlib import Path

from tests.webapp.serving import running

SIOCSIFFLAGS = 0x8914
IFF_UP = 1


def bring_up_loopback() -> None:
    """Switch on the one interface that there is; a new network has it off (netdevice(7))."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def can_leave() -> bool:
    """Return whether anything but this machine can be reached."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: only asks for a way there
        except OSError:
            return False
        return True


if __name__ == "__main__":
    bring_up_loopback()
    print("network:", can_leave())  # noqa: T201  # the test reads it
    with running(Path(sys.argv[1])) as server:
        for path in sys.argv[2:]:
            print(server.ask(path)[0], path)  # noqa: T201  # and this
