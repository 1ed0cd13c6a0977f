"""What a person who types a phone, domain, address or id means by it; refuses what names nobody."""

import re

from crawler.suppression.values import Kind, address_value, host_in, numbers_in

_ID = re.compile(r"[a-z2-7]{8}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


def value_of(kind: Kind, text: str) -> str:
    """Return the value that a person means by *text*; raise ValueError, naming the mend."""
    if kind is Kind.PHONE:
        found = list(numbers_in(text))
        if len(found) != 1:
            raise ValueError(f"{text!r} is no phone number, such as +1 301 555 0100")
        return found[0]
    if kind is Kind.DOMAIN:
        return _domain(text)
    if kind is Kind.ADDRESS:
        value = address_value([text])
        if not value:
            raise ValueError(
                f"{text!r} needs a house number, a street and a postcode, such as "
                '"4300 Invented Ave Suite 304, Bethesda, MD 20814"'
            )
        return value
    if not _ID.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is no id of a clinic's page, as in /c/abcd2345/its-name")
    return text.strip()


def _domain(text: str) -> str:
    import tldextract  # takes its time, and is needed here alone

    host = host_in(text)
    extract = tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )
    if not _DOMAIN.fullmatch(host):
        raise ValueError(f"{text!r} is no domain, such as clinic.example")
    if not extract(host).domain:
        raise ValueError(f"{host} belongs to many: name the clinic's own domain below it")
    return host
