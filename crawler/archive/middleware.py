"""Asks only for what is not known yet: a Scrapy component between our manners and the network.

It stands below robots.txt and the budgets, which thus judge a kept page as any other, and above
the network, so that redirects and refusals are kept as well. Order, in `crawler.settings`: bodies
are unpacked before they come here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.archive.answers import KEPT_HEADERS, LONGEST_HEADER, Answer
from crawler.archive.file import ArchiveUnavailable
from crawler.archive.session import Mode, Session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SETTING = "FETCH_SESSION"
"""Scrapy's setting that holds the job's session; without it nothing is kept."""
ANSWER = "crawler.archive.answer"
"""The meta key of a request under which its kept answer stands."""
_BEFORE = "crawler.archive.before"


class KeptResponse(Response):
    """An answer out of the archive, whose body is unpacked only if somebody wants it."""

    __slots__ = ("_load",)

    def __init__(self, answer: Answer, load: Callable[[Answer], bytes]) -> None:
        super().__init__(
            answer.url, status=answer.status, headers=dict(answer.headers), flags=["cached"]
        )
        self._load: Callable[[], bytes] | None = lambda: load(answer)

    @property
    def body(self) -> bytes:
        """The body, as it was sent."""
        if self._load is not None:
            self._body, self._load = self._load(), None
        return self._body


class FetchMemory:
    """Hands out what a job already knows, asks whether it changed, and keeps what comes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Return the memory of the crawl's job; step aside where it has none."""
        session = crawler.settings.get(SETTING)
        if session is None:
            raise NotConfigured
        return cls(session)

    def process_request(self, request: Request) -> Response | None:
        """Answer a known question; let an unknown one pass, with what is known of its page."""
        if request.method != "GET":
            return None
        try:
            known = self._known(request)
            if known is None and self._session.mode is not Mode.REPLAY:
                self._ask_for_changes(request)
        except ArchiveUnavailable as error:
            self._session.broke(error)
            return None
        if known is not None:
            return self._handed_out(request, known)
        if self._session.mode is Mode.REPLAY:
            raise IgnoreRequest("the run that is read again did not have this page")
        self._session.visiting(urlparse_cached(request).hostname or "")
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what a server sent; in the place of "not modified" hand out the page itself."""
        if isinstance(response, KeptResponse) or request.method != "GET":
            return response
        before = request.meta.pop(_BEFORE, None)
        headers, attempt = _kept_headers(response.headers), _attempt(request)
        try:
            if response.status == 304 and before is not None:
                answer = self._session.keep_unchanged(before, attempt, headers)
                return self._handed_out(request, answer)
            answer = self._session.keep(
                request.url, response.status, attempt, headers, response.body
            )
        except ArchiveUnavailable as error:
            self._session.broke(error)
            return response
        request.meta[ANSWER] = self._session.seen(answer)
        return response

    def _known(self, request: Request) -> Answer | None:
        had = self._session.had(request.url, _attempt(request))
        return had or self._session.taken_over(request.url)

    def _ask_for_changes(self, request: Request) -> None:
        """Ask for the page only if it is another than ours; a redirect's is not that one."""
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        before = self._session.answers.latest(request.url)
        if before is None:
            return
        if tag := before.headers.get("etag"):
            request.headers["If-None-Match"] = tag
        if since := before.headers.get("last-modified"):
            request.headers["If-Modified-Since"] = since
        if tag or since:
            request.meta[_BEFORE] = before

    def _handed_out(self, request: Request, answer: Answer) -> Response:
        request.meta[ANSWER] = self._session.seen(answer)
        return KeptResponse(answer, self._session.answers.body)


def _attempt(request: Request) -> int:
    return int(request.meta.get("retry_times", 0))


def _kept_headers(headers: Headers) -> dict[str, str]:
    found = {name: headers.get(name) for name in KEPT_HEADERS}
    return {
        name: value.decode("latin-1")
        for name, value in found.items()
        if value and len(value) <= LONGEST_HEADER
    }
