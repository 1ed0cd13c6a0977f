"""Times of day, weekdays, prices, zones and languages as the visitor's language prints them.

Pure, by Babel's tables (CLDR).
"""

from datetime import time

from babel.core import UnknownLocaleError
from babel.dates import format_time, get_day_names, get_timezone_location
from babel.numbers import format_currency

from indexer.weekly import DAY
from webapp import language
from webapp.language import N_, _

_UNNAMED = {
    "ase": N_("American Sign Language"),
    "asf": N_("Auslan (Australian Sign Language)"),
    "bfi": N_("British Sign Language"),
    "cmn": N_("Mandarin"),
}
"""Languages that CLDR does not name in each of our languages."""


def clock(minute: int) -> str:
    """Return the time of day that a minute of the day or week is, such as "9:00 AM"."""
    minute %= DAY
    return format_time(time(minute // 60, minute % 60), "short", locale=language.locale())


def weekday(number: int) -> str:
    """Return the name of a day of the week; 0 is Monday."""
    return str(get_day_names("wide", locale=language.locale())[number % 7])


def city_of(zone: str) -> str:
    """Return the city after which an IANA time zone is named; "" for what is none."""
    try:
        return get_timezone_location(zone, locale=language.locale(), return_city=True)
    except (LookupError, UnknownLocaleError):
        return ""


def money(amount: float, currency: str) -> str:
    """Return an amount with its currency, without cents where there are none."""
    whole = float(amount).is_integer()
    pattern = language.locale().currency_formats["standard"].pattern
    return format_currency(
        amount,
        currency,
        format=pattern.replace(".00", "") if whole else pattern,
        locale=language.locale(),
        currency_digits=not whole,
    )


def language_name(code: str) -> str:
    """Return what the language of an ISO 639 code is called; the code itself if CLDR has none."""
    name = _UNNAMED.get(code)
    return _(name) if name else language.locale().languages.get(code, code)
