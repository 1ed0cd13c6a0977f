"""Why a page was not had, in words that whoever looks after the list of sites can act on."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, ConnectionClosed

UNREACHABLE = (
    CannotResolveHostError,
    ConnectError,
    ConnectionClosed,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    OSError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
"""What a fetch may end in. Anything else is a fault of ours, and stops the request as well."""

_TOO_LARGE = "the page is larger than we read"
_HUNG_UP = "the connection ended before a whole answer came"
_WORDS: dict[type[Exception], str] = {
    CannotResolveHostError: "no public web server has this name; is the address still right?",
    DownloadCancelledError: _TOO_LARGE,
    DownloadConnectionRefusedError: "the server refuses the connection",
    DownloadTimeoutError: "no whole answer came in time",
    ResponseDataLossError: "the answer broke off in the middle",
    StopDownload: "this is a file, not a web page",
}
_SCRAPYS_WORDS = {
    "Filtered offsite request to": "this is another site",
    "exceeded DOWNLOAD_MAXSIZE": _TOO_LARGE,
    "max redirections reached": "it leads on and on",
    "ParseError": "the server does not speak HTTP",
    "ConnectionLost": _HUNG_UP,
    "ConnectionDone": _HUNG_UP,  # also after a header that is longer than Twisted reads
}
"""What Scrapy's and Twisted's own complaints say, and what they mean here."""


def why(error: BaseException | None) -> str:
    """Return what a failed request means; our own refusals already say it themselves."""
    if isinstance(error, HttpError):
        return f"the server answers {error.response.status}"
    known = next((words for kind, words in _WORDS.items() if isinstance(error, kind)), "")
    told = next((words for mark, words in _SCRAPYS_WORDS.items() if mark in str(error)), "")
    return known or told or str(error) or type(error).__name__
