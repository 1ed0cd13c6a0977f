"""Plays the Census Bureau's geocoder on loopback, in its documented shapes and known faults."""

import csv
import email
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

POINTS = {
    "7315 Wisconsin Ave": (38.9822, -77.0932),
    "4300 Montgomery Ave": (38.9842, -77.0938),
}
"""What the service knows, by street."""
TIE = "1 Twice St"


@dataclass(slots=True)
class Bureau:
    """What it was asked, and how it answers."""

    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The parameters of each GET, or the rows of each POST."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Instead of an answer."""
    hang_up: bool = False
    posts: int = 0

    def single(self, street: str) -> bytes:
        """Return the JSON reply about one street."""
        known = [POINTS[street]] if street in POINTS else []
        if street == TIE:
            known = [(38.98, -77.09), (39.08, -77.15)]
        matches = [
            {"matchedAddress": street.upper(), "coordinates": {"x": lon, "y": lat},
             "tigerLine": {"tigerLineId": "1", "side": "L"}}
            for lat, lon in known
        ]  # fmt: skip
        return json.dumps({"result": {"input": {}, "addressMatches": matches}}).encode()

    def batch(self, rows: list[list[str]]) -> bytes:
        """Return the CSV reply: in another order, short where nothing matched."""
        reply = io.StringIO()
        writer = csv.writer(reply, quoting=csv.QUOTE_ALL)
        for number, street, *_ in reversed(rows):
            if street in POINTS:
                lat, lon = POINTS[street]
                where = f"{lon},{lat}"
                writer.writerow([number, street, "Match", "Exact", street.upper(), where, "1", "L"])
            elif street == TIE:
                writer.writerow([number, street, "Tie"])
            elif street == "0 Broken St":
                writer.writerow([number, street, "Match", "Exact", "?", "nowhere", "1", "L"])
            elif street != "0 Forgotten St":
                writer.writerow([number, street, "No_Match"])
        return reply.getvalue().encode()


@contextmanager
def census_bureau() -> Iterator[Bureau]:
    """Serve the bureau on loopback."""
    bureau = Bureau()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = parse_qs(urlsplit(self.path).query)
            bureau.asked.append({name: values[0] for name, values in given.items()})
            assert urlsplit(self.path).path == "/geocoder/locations/address"
            self._send(bureau.single(given["street"][0]))

        def do_POST(self) -> None:
            parts = _parts(self.headers["Content-Type"], self.rfile.read(self._length()))
            assert parts["benchmark"] == "Public_AR_Current"
            rows = list(csv.reader(io.StringIO(parts["addressFile"].strip())))
            names = ("id", "street", "city", "state", "zip")
            bureau.asked += [dict(zip(names, row, strict=True)) for row in rows]
            bureau.posts += 1
            assert self.path == "/geocoder/locations/addressbatch"
            self._send(bureau.batch(rows))

        def _length(self) -> int:
            return int(self.headers["Content-Length"])

        def _send(self, body: bytes) -> None:
            if bureau.hang_up:
                self.close_connection = True
                return
            body = body if bureau.body is None else bureau.body
            self.send_response(bureau.status)
            for name, value in bureau.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        bureau.url = f"http://127.0.0.1:{server.server_port}/geocoder"
        try:
            yield bureau
        finally:
            server.shutdown()
            thread.join()


def _parts(content_type: str, body: bytes) -> dict[str, str]:
    """Return the fields of a multipart form."""
    whole: Message = email.message_from_bytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    parts = {}
    for part in whole.walk():
        name = part.get_param("name", header="Content-Disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            parts[name] = content.decode()
    return parts
