"""The headers that every answer carries, so that no third party ever learns of a visit."""

from werkzeug.datastructures import Headers

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",  # no script of ours writes markup,
    "trusted-types 'none'",  # nor may any make an exception
)
_REFUSED = (
    "accelerometer",
    "camera",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)
PROTECTION = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        ("geolocation=(self)", *(f"{feature}=()" for feature in _REFUSED))
    ),
    "Referrer-Policy": "no-referrer",  # a clinic must not learn what was searched
    "X-Content-Type-Options": "nosniff",
}


def protect(headers: Headers) -> None:
    """Set every protecting header, over whatever a view or a library had set."""
    for name, value in PROTECTION.items():
        headers[name] = value
