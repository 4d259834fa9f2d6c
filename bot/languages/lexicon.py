"""English words with a special part in questions: those that say nothing of the subject, and those that stand for another."""

STOP_WORDS = frozenset(
    """
    a about above after again all also am an many lot lots
    several and any anybody anyone anything are aren as at be because been before being
    below between both but by can cannot could couldn did didn do does doesn doing don down during each either else ever
    every few for from further get gets getting give gives got had hadn has hasn have haven having he her here hers him his
    how however i if in into is isn it its itself just kindly know knew let ll m may maybe me might mine more most much must my
    myself no nor not now of off ok okay on once one ones only or other our ours out over own per perhaps please pls plz quite
    rather re really s same say says see shall she should shouldn since so some somebody someone something somewhat still such
    t tell than thank thanks that the their theirs them then there these they thing things this those through thus to too under
    until up upon us ve very via want wanted wants was wasn we well were weren what whatever when where whether which while who
    whom whose why will with within without wonder wondering would wouldn yes yet you your yours
    hello hi hey dear sir madam folks guys team colleagues good morning afternoon evening greetings cheers regards
    find found look looking need needs needed remind explain show shown ask asked asking asks question questions help
    trying try curious quick quickly briefly exactly actually basically exact again heard hear think thought believe believed
    sure sorry understand mean means meant remember happen happens happened happening info information
    im ive id youre whats wheres whens whos hows dont didnt cant isnt wasnt arent
    going gonna go goes went come comes came make makes made take takes took taken
    like called name names named kind sort exist exists existed existing
    keep keeps kept seeing seen saw everywhere nowhere somewhere anywhere bit
    supposed able possible possibly anyway regarding concerning never ever till til
    """.split()  # noqa: SIM905 - a block of words is easier to keep than a list of quoted ones
)
"""Function words and the small talk of chats; capital acronyms such as WHO or IT are never among them (see `analysis`)."""

LIGHT_WORDS = frozenset(
    """
    letters stand stands acronym abbreviation full short meaning symbol number numbers count total amount size
    venue location city town country countries place places room building hall region
    date dates day days month months year years time times week weeks hour hours today deadline due last left long late
    person people persons body bodies agency agencies organization organizations office group groups entity
    hold held holds holding organized organize organizes run runs ran plan planned set give gave given gives put puts
    take part work works working use used uses old new big main important different same other another various
    cover covers covered covering done
    contact email mail mailbox address write link website site page web url
    list source sources document paper text say says said state states stated tell told write written wrote
    start starts started begin began begun end ends ended finish finished open opened close closed
    kind kinds type types way ways part parts thing idea point points topic subject matter issue word words
    first last next second third early late later earlier ago recent recently current currently far
    un united nations
    """.split()  # noqa: SIM905 - as above
)
"""Words that tell what is asked rather than of what: they weigh less than a subject's own words."""

MISTYPED = {
    typed: meant
    for meant, forms in {
        "when": "wen wehn whn whne wheen",
        "where": "wher whre wheer weher",
        "what": "wat waht wht whta",
        "which": "wich whcih whihc wihch",
        "who": "hwo woh",
        "how": "hwow",
        "the": "teh hte",
        "and": "adn nad n",
        "to": "ot",
        "for": "fro ofr",
        "of": "fo",
        "is": "si",
        "are": "aer",
        "was": "wsa aws",
        "when's": "whens",
        "where's": "wheres",
        "what's": "whats wats wots",
        "who's": "whos",
        "how's": "hows",
        "please": "plese pleas plz pls plase",
        "too": "tooo",
        "email": "emial eamil",
        "still": "stil sitll",
        "next": "nxet nex nxt nect",
        "last": "lst lsat",
        "before": "b4 befor bfore",
        "today": "2day tday todya",
        "tomorrow": "2morrow 2moro tmrw tomorow tommorow tommorrow",
        "tonight": "2nite 2night",
        "people": "ppl peple poeple",
        "year": "yr",
        "years": "yrs",
        "week": "wk",
        "weeks": "wks",
        "month": "mth",
        "months": "mths",
        "meeting": "mtg meetng metting meetin",
        "meetings": "mtgs",
        "thanks": "thx tnx",
        "with": "wiht wth",
        "about": "abt abuot",
        "because": "bc coz",
        "you": "u",
        "can": "cna",
        "does": "deos",
        "did": "ddi",
        "many": "mayn mnay",
        "date": "daet dtae",
    }.items()
    for typed in forms.split()
}
"""Slips of the thumb in the short words that tell what is asked; longer words are mended against the index."""

FOLDS = {
    "jan": "january",
    "feb": "february",
    "mar": "march",
    "apr": "april",
    "jun": "june",
    "jul": "july",
    "aug": "august",
    "sep": "september",
    "sept": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
    "programme": "program",
    "programmes": "programs",
    "centre": "center",
    "centred": "centered",
    "labour": "labor",
    "ageing": "aging",
    "res": "resolution",
    "reso": "resolution",
    "para": "paragraph",
    "paras": "paragraphs",
    "org": "organization",
    "orgs": "organizations",
    "govt": "government",
    "intl": "international",
    "sg": "secretary-general",
    "dg": "director-general",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
    "eleventh": "11th",
    "twelfth": "12th",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "twenty": "20",
}
"""Short and variant forms, brought to one spelling before stemming."""

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ONES = [
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("four", "fourth"),
    ("five", "fifth"),
    ("six", "sixth"),
    ("seven", "seventh"),
    ("eight", "eighth"),
    ("nine", "ninth"),
]
COMPOUND_NUMERALS = {
    f"{tens}-{form}": str(value + ones) for tens, value in _TENS.items() for ones, forms in enumerate(_ONES, 1) for form in forms
} | {f"{tens.removesuffix('y')}ieth": str(value) for tens, value in _TENS.items()}
"""Numbers in one word or two joined by a hyphen ("twenty-second", "eightieth"), with their digits."""
