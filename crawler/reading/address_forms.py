"""How addresses begin and end in the countries we read, as patterns; knows no place.

US and Canada: state or province, then code. United Kingdom: a postcode of Royal Mail's form and
areas. Australia: state, then four digits.
"""

import re

from crawler.reading.us_states import STATES, TERRITORIES

_PLACES_US = STATES | TERRITORIES
_STATE_NAMES = "|".join(_PLACES_US.values())
_STATE_CODES = "|".join(_PLACES_US)
_DOTTED = r"D\.\s?C\.|N\.\s?[CDHJMY]\.|R\.\s?I\.|S\.\s?[CD]\.|W\.\s?Va\."
SHORT_NAMES = (
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ill|Ind|Kans?|Mass|Mich|Minn|Miss|Mont|Nebr?|Nev|Okla"
    "|Ore|Penna?|Tenn|Tex|Wash|Wisc?|Wyo|Ga|Ky|La|Md|Mo|Pa|Va|Vt"
)
_PROVINCES = (
    "AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT|Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland"
    "|Nova Scotia|Ontario|Prince Edward Island|Qu[eé]bec|Saskatchewan|B\\.C\\.|Ont\\."
)
_CODE_CA = r"[ABCEGHJ-NPR-TVXY]\d[A-Z]\s?-?\d[A-Z]\d"
_AREAS_GB = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE"
    "|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?"
    "|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
_CODE_GB = rf"(?:{_AREAS_GB})\d[\dA-HJKMNP-Y]?\s\d[ABD-HJLNP-UW-Z]{{2}}"
_STATES_AU = (
    "NSW|VIC|QLD|SA|WA|TAS|ACT|NT|New South Wales|Victoria|Queensland|South Australia"
    "|Western Australia|Tasmania|Vic|Qld|Tas"
)
_US = rf"(?:(?i:{_STATE_NAMES})|{_STATE_CODES}|{_DOTTED}|(?:{SHORT_NAMES})\.)"
_US_CODED = rf"{_US}[\s,]*\d{{5}}(?:-\d{{4}})?(?![\d-])"
_BY_COUNTRY = {
    "US": rf"\b{_US_CODED}|,\s*(?:{'|'.join(c.title() for c in ('TX', 'MD', 'FL', 'NY', 'TN'))})"
    r"\s+\d{5}(?:-\d{4})?\b",
    "CA": rf"\b(?:{_PROVINCES})[\s,)]*{_CODE_CA}\b",
    "GB": rf"\b{_CODE_GB}\b",
    "AU": rf"\b(?:{_STATES_AU})[\s,]+[0-8]\d{{3}}\b(?!\d|-\d)",
}
COUNTRY_NAMES = (
    r"(?:,?\s*(?:United States(?: of America)?|USA|U\.S\.A\.|US|Canada|United Kingdom|UK|England"
    r"|Scotland|Wales|Australia)\b)?"
)
END = re.compile(rf"(?:{'|'.join(_BY_COUNTRY.values())}){COUNTRY_NAMES}")
"""Where an address ends: its postcode, with what must stand before it, and a country's name."""
MAY_END = re.compile(r"\d(?:\d{3}|[A-Z])", re.IGNORECASE)
"""What every end of `END` bears, in small letters or capitals: whoever looks for it first saves
nearly all of the time."""
END_WITHOUT_CODE = re.compile(
    rf",(?<=[a-z.],)\s*(?:{_US}|{_PROVINCES})(?=\s*(?:$|[|·•;(.,]|\s[A-Z(]))(?![\s,]*\d{{5}})"
)
"""Where an address may end that has no postcode: a town, a comma, a state. Weak by itself."""
CODE_ALONE = re.compile(rf"(?:\d{{5}}(?:-\d{{4}})?|{_CODE_CA})")
STATE_LAST = re.compile(rf"(?:^|[\s,])(?:{_US}|{_PROVINCES})\s*,?$")

_COUNTRIES = {country: re.compile(form) for country, form in _BY_COUNTRY.items()}

UNIT_WORDS = (
    r"suite|ste|unit|bldg|building|floor|fl|apt|apartment|room|rm|level|lvl|office|flat|shop|studio"
    r"|bureau"
)
UNIT_FIRST = re.compile(
    rf"(?:(?:(?:\b(?:{UNIT_WORDS})\b\.?\s*#?|#)\s*(?:[A-Z]{{0,2}}-?\d{{1,5}}[A-Z]?|[A-Z])\b"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)|ground|first|second|third|fourth|fifth)\s+(?:floor|fl)\b\.?)"
    r"\s*[,–—-]?\s*){1,3}(?-i:(?:The )?[A-Z][\w'’]*(?: [A-Z][\w'’]*){0,3},\s*)?$",
    re.IGNORECASE,
)
"""A unit that stands before the house number: "Suite 4, 219 Millrace Street"; between them perhaps
the house's name."""
HOUSE_NAME = re.compile(
    r"[A-Z][\w'’ ]{2,40}(?:Pavilion|Building|Tower|Center|Centre|Plaza|Hall|House|Wing|Court),?\s*"
)

BEGIN = re.compile(
    r"(?<![\w$£€#.,:/-])(?:(?:(?i:shop|unit|suite|office)\s)?\d{1,3}/|\d{2,5}\s?[–—-]\s(?=\d{2}))?"
    r"(?:\d{1,6}(?:-(?:\d{1,5}|[A-Z]))?[A-Za-z]?(?:\s+1/2)?\s+(?=[A-Z\d]|(?:rue|boul\.?|chemin)\s)"
    r"|[NSEW]\d{1,5}\s*[NSEW]\d{2,5}\s|\d{1,2}[NSEW]\d{2,5}\s"
    r"|(?:Calle|Avenida|Carretera|Carr\.|Rural Route|R\.?R\.?)\s+(?=[A-Z\d])"
    r"|(?i:P\.?\s?O\.?\s+Box\s)|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\s+(?=[A-Z0-9]))",
)
UNIT_BEFORE = re.compile(
    r"(?:\b(?:suite|ste|unit|bldg|building|floor|fl|apt|apartment|room|rm|box|no|highway|hwy|route)"
    r"\.?|#)\s*$",
    re.IGNORECASE,
)
"""Not "office": what follows "Sandy office" is the house."""
YEAR_BEFORE = re.compile(
    r"(?:since|in|©|\(c\)|copyright|est\.?|established|founded|of)\s*$", re.IGNORECASE
)
YEAR = re.compile(r"(?:19|20)\d\d\b(?!-)")
NOT_A_STREET = re.compile(
    r"^\S+\s+(?:\S+\s+){0,3}?(?:infusions?|treatments?|sessions?|patients?|people|clients?"
    r"|reviews?|weeks?|months?|years?|days?|hours?|minutes?|miles?|mg|percent|doses?|locations"
    r"|clinics|stars?|providers?|members|families|veterans|(?<=\d\s)steps?|steps?(?!,)|[ap]\.?m)\b",
    re.IGNORECASE,
)
STREET_SUFFIX = re.compile(
    r"\b(?:street|st|avenue|ave|boulevard|blvd|road|rd|drive|dr|lane|ln|court|ct|place|pl|plaza"
    r"|plz|parkway|pkwy|pky|highway|hwy|way|circle|cir|terrace|ter|trail|trl|square|sq|loop|row"
    r"|pike|turnpike|tpke|broadway|expressway|expy|freeway|fwy|crossing|xing|alley|commons|center"
    r"|run|path|mall|walk|mews|yard|crescent|close|p\.?\s?o\.?\s+box)\b\.?",
    re.IGNORECASE,
)


PART_LABEL = re.compile(
    r"^\s*(?:street(?: address)?|address(?: line)?(?: \d)?|city|town|state|province|zip(?: ?code)?"
    r"|post(?:al )?code)\s*(?:[:|]\s*)+",
    re.IGNORECASE,
)
"""What a table writes before each part of an address."""
NO_PLACE = re.compile(
    r"(?<![\w-])(?:mail(?:ing)?(?! ?@)|postal address|correspondence|billing|remit\w*|registered"
    r" (?:agent|office|address)|(?:send|medical|patient) records|records? (?:to|office|dep\w+)"
    r"|complaints?|(?:medical|nursing|state) board|board of (?:medicine|nursing|pharmacy)|bureau of"
    r"|department of (?:health|insurance|consumer)|virtual office|emergency (?:room|department)"
    r"|nearest hospital|pharmacy|garage|(?:former|previous|old) (?:address|office|location)"
    r"|(?:formerly|previously) (?:at|located)|moved from|(?:coming|opening) soon)\b"
    r"(?!.*(?:@|\b(?:visit|our clinic|located|we are|now)\b))",
    re.IGNORECASE,
)
"""What stands before an address at which nobody is seen: a mailbox, an agent, an authority.

`indexer/interpret/address_finder.py` says the same words again: neither package may take the
other's reading (docs/decisions/0001), and the pattern belongs to none of the types they share. A
test holds both to the same words.
"""
PO_BOX = re.compile(r"^\W*P\.?\s?O\.?\s+Box\b", re.IGNORECASE)


def country_of(text: str) -> str:
    """Return the country of the last postcode in *text* (ISO 3166-1); "" if it bears none."""
    ends = [
        (match.end(), country)
        for country, form in _COUNTRIES.items()
        for match in form.finditer(text)
    ]
    return max(ends, default=(0, ""))[1]
