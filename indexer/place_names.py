"""Names that the place table's sources lack: provinces by GeoNames code, and common short forms."""

TERRITORIES = {
    "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
    "GU": "Guam",
    "MP": "Northern Mariana Islands",
    "AS": "American Samoa",
}
STATES = {  # GeoNames first-level code -> (code in addresses, name)
    "CA": {
        "01": ("AB", "Alberta"), "02": ("BC", "British Columbia"), "03": ("MB", "Manitoba"),
        "04": ("NB", "New Brunswick"), "05": ("NL", "Newfoundland and Labrador"),
        "07": ("NS", "Nova Scotia"), "08": ("ON", "Ontario"),
        "09": ("PE", "Prince Edward Island"), "10": ("QC", "Quebec"),
        "11": ("SK", "Saskatchewan"), "12": ("YT", "Yukon"),
        "13": ("NT", "Northwest Territories"), "14": ("NU", "Nunavut"),
    },
    "GB": {
        "ENG": ("England", "England"), "SCT": ("Scotland", "Scotland"),
        "WLS": ("Wales", "Wales"), "NIR": ("Northern Ireland", "Northern Ireland"),
    },
    "AU": {
        "01": ("ACT", "Australian Capital Territory"), "02": ("NSW", "New South Wales"),
        "03": ("NT", "Northern Territory"), "04": ("QLD", "Queensland"),
        "05": ("SA", "South Australia"), "06": ("TAS", "Tasmania"), "07": ("VIC", "Victoria"),
        "08": ("WA", "Western Australia"),
    },
}  # fmt: skip
REGION_ALIASES = {
    ("US", ""): "us|usa|america|u s|u s a|united states of america",
    ("CA", ""): "ca|can",
    ("GB", ""): "gb|uk|u k|great britain|britain",
    ("AU", ""): "au|aus",
    ("US", "DC"): "d c",
    ("US", "AL"): "ala", ("US", "AZ"): "ariz", ("US", "AR"): "ark", ("US", "CA"): "calif|cali",
    ("US", "CO"): "colo", ("US", "CT"): "conn", ("US", "DE"): "del", ("US", "FL"): "fla",
    ("US", "IL"): "ill", ("US", "IN"): "ind", ("US", "KS"): "kan|kans", ("US", "MA"): "mass",
    ("US", "MI"): "mich", ("US", "MN"): "minn", ("US", "MS"): "miss", ("US", "MT"): "mont",
    ("US", "NE"): "neb|nebr", ("US", "NV"): "nev", ("US", "OK"): "okla", ("US", "OR"): "ore",
    ("US", "PA"): "penn|penna", ("US", "TN"): "tenn", ("US", "TX"): "tex", ("US", "WA"): "wash",
    ("US", "WV"): "w va|w virginia", ("US", "WI"): "wis|wisc", ("US", "WY"): "wyo",
    ("US", "NY"): "n y", ("US", "NJ"): "n j", ("US", "NC"): "n c|n carolina",
    ("US", "SC"): "s c|s carolina", ("US", "ND"): "n d|n dak|n dakota",
    ("US", "SD"): "s d|s dak|s dakota", ("US", "NH"): "n h", ("US", "NM"): "n m|n mex",
    ("US", "RI"): "r i", ("US", "VI"): "virgin islands|us virgin islands",
    ("CA", "ON"): "ont", ("CA", "QC"): "que|pq", ("CA", "BC"): "b c", ("CA", "AB"): "alta",
    ("CA", "SK"): "sask", ("CA", "MB"): "man", ("CA", "NL"): "nfld|newfoundland",
    ("CA", "PE"): "pei|p e i", ("CA", "NT"): "nwt|northwest territory",
    ("CA", "NU"): "nunavut territory", ("AU", "VIC"): "vic", ("AU", "QLD"): "qld",
}  # fmt: skip
"""What else people write, folded, beside name and code; bars between them."""
TOWN_ALIASES = {
    ("US", "NY", "new york city"): ("nyc",),
    ("US", "DC", "washington"): ("washington dc", "washington d c"),
    ("CA", "QC", "quebec"): ("quebec city",),
    ("GB", "England", "newcastle upon tyne"): ("newcastle",),
    ("GB", "England", "kingston upon hull"): ("hull",),
    ("GB", "England", "stoke on trent"): ("stoke",),
}
