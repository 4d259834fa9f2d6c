"""Details and deeds that are asked for by name, each with the words by which a text tells them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.answering.asked import Asked, asks_for
from bot.answering.passages import Passage
from bot.answering.question import Question
from bot.records.model import Kind, Record

_SUPERLATIVE = (
    r"\b(?:best|worst|(?:larg|bigg|long|short|old|young|weak|strong|high|low|great|small|few|loud|fast|slow|cheap|busi|rich|poor"
    r"|hard|easi|tough|hott|bright|smart|nic|wid|deep|hars|rar|clear)est|(?<!at )(?:most|least)(?! of\b| recent))\b"
)
_UTMOST = (
    rf"(?<!['\u2019]s )(?<!['\u2019] ){_SUPERLATIVE}"
    r"(?! (?:\w+ )?(?:city|country|nation|state|continent|economy|member)\b)(?!\W*$|,)"
)
"""A superlative that is asked for; "Brazil's biggest city" only says which city is meant."""

_DETAILS = tuple(
    (re.compile(asked), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (
            r"(?<!by )\b(?:what|which) (?:\w+ )?(?:hour|time)\b(?! ?(?:zone|frame|limit|period|span))|o'?clock|\bhours?\b(?! of)",
            r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|noon|midnight|morning|afternoon",
        ),
        (
            r"\b(?:what|which) (?:\w+ )?(?:room|hall|building(?! block)|floor|auditorium)\b|\b(?:room|hall|floor) number\b",
            r"\b(?:room|hall|building|floor|auditorium|chamber|cent(?:re|er)|palexpo|palais|headquarters|hotel|inn|house|campus|hub)\b",
        ),
        (
            r"\b(?:what|which|whose) [\w' -]*\b(?:themes?|motto|slogan)\b|\btheme of\b",
            r"\b(?:(?:sub)?themes?|motto|slogan|title|entitled|under the|domains|topics)\b",
        ),
        (r"\belections?\b|\b(?:re)?elected\b", r"\b(?:re)?elect|\bchosen\b|\bchose\b|\bappoint|\bnamed\b|\bpick|\bvote"),
        (r"\bregist(?:er|ration)\b", r"\b(?:pre-?)?regist|\bsign(?:ed)? up\b|\baccredit|\bopen\b|\battend"),
        (
            r"\b(?:first|inaugural) (?:meeting|session)\b",
            r"\bfirst\b|\b1st\b|\binaugura|\bbegan\b|\bstart|\bopen(?:s|ed|ing)\b|\bkick",
        ),
        (_UTMOST, _SUPERLATIVE),
        (r"\bhow did \w+(?: \w+)? vote\b|\bhow many votes\b", r"\bvot|\bin favou?r\b|\bagainst\b"),
        (r"\be-?mails?\b|\bmail address\b|\b(?:tele)?phones?\b", r"@|\be?-?mail|\bphone"),
        (
            r"\bwhy\b|\breasons?\b|\bhow come\b",
            r"\b(?:because|since|so that|due to|in order|why|after|reasons?|aims?|purposes?|causes?|to (?:be|give|keep|help))\b",
        ),
        (r"\b(?:what|which) languages?\b", r"\blanguages?\b|\bEnglish\b|\bFrench\b|\binterpret|\bArabic\b|\bRussian\b"),
    )
)
"""Details that are asked for by name, each with what there is in a text that tells it."""


class Deed(NamedTuple):
    """What somebody may have done: the words for it in a question, and those of which a text that tells who did it has one."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


def _deed(asked: str, told: str) -> Deed:
    return Deed(re.compile(rf"\b(?:{asked})\b"), re.compile(told, re.IGNORECASE))


_STUDIES = _deed(
    r"stud(?:y|ied)|universit(?:y|ies)|graduated?|educated|school",
    r"\bstudied|universit|degree|graduat|school|educated",
)
_IS_BORN = _deed(
    r"born",
    r"\bborn|\bbirth",
)
_CHAIRS = _deed(
    r"chair(?:s|ed|ing|person|man|woman)?|presid(?:e|es|ed|ing)|moderat(?:e|es|ed|ors?)|steer(?:s|ed)?|headed|heads(?! of)",
    r"chair|presid|moderat|steer|facilitat|\bhead|\bled\b|\blead|director|\brun by",
)
_WRITES = _deed(
    r"wrote|written|authors?|authored|drafted|penned|compiled|put together|drew up|drawn up",
    r"\bwrote\b|\bauthor|\bpenned|\bcompil|\bdrew up|\bdrawn up|\b(?:writ\w+|draft\w*|prepared|made|issued|signed) by\b"
    r"|\bwork of\b|\bprepares?d?\b|\bdraft(?:ed|s)\b|\bcomes? from\b|\bexplain",
)
_PRIVATE = (_STUDIES, _IS_BORN)
_DEEDS = (
    *_PRIVATE,
    _deed(
        r"open(?:s|ed)|inaugurated|kick(?:s|ed) off|launche[sd]",
        r"\bopened|\bopens|\binaugura|\bkick|\blaunch|\bset up|\bcreated",
    ),
    _CHAIRS,
    _WRITES,
    _deed(
        r"vot(?:e|es|ed|ing) (?:against|no)|abstain(?:s|ed)?|abstentions?",
        r"\bvot\w+ (?:\w+ )?(?:against|no)\b|\babstain|\babstention",
    ),
    _deed(
        r"vot(?:e|es|ed)",
        r"\bvot",
    ),
    _deed(
        r"propos(?:ed|es)|suggest(?:ed|s)|request(?:ed|s)|call(?:ed|s) for|ask(?:ed|s) (?:\w+ )?for|demand(?:ed|s)|tabled"
        r"|introduced|sponsor(?:ed|s)|(?:had|has) the idea|insist(?:ed|s)",
        r"propos|suggest|request|\bcall|\bask|demand|tabl(?:e|ed|ing)\b|introduc|sponsor|\bidea|\bwant|\bpush|insist|initiat|recommend"
        r"|\bbacked|\burge",
    ),
    _deed(
        r"sign(?:s|ed)?|signator(?:y|ies)",
        r"\bsign|endors",
    ),
    _deed(
        r"pays?|paid|fund(?:s|ed)?|financ(?:e|es|ed)|donat(?:e|es|ed)",
        r"\bpa(?:y|id)|fund|financ|donat|money|contribut|\bcost|\bbears?\b",
    ),
    _deed(
        r"wins?|won|winners?",
        r"\bwin|\bwon\b|prize|award|champion",
    ),
    _deed(
        r"against|object(?:ed|s)?|complain(?:ed|s)?|oppos(?:ed|es)|reject(?:ed|s)|dis(?:as)?sociated|disagree[sd]?|block(?:ed|s)?",
        r"object|complain|oppos|reject|critic|dis(?:as)?sociat|disagre|reserv|block|against|regret|disput|doubt|distanc|\bmiss",
    ),
    _deed(
        r"sp(?:oke|eaks?|oken)|speakers?|t[ao]ok?e? the floor|addressed",
        r"sp(?:oke|eak)|\bsaid\b|statement|address|floor|speech|remark|\btold|moderat",
    ),
    _deed(
        r"attend(?:s|ed)?|participat(?:e|es|ed)|t[ao]ok?e? part|turn(?:ed)? up|joined|(?:came|come)(?: to)?(?=\W*$)",
        r"attend|participa|part in|joined|\bcame\b|delegat|represent|\bpeople\b|registered|gather|with\b",
    ),
    _deed(
        r"(?:re-?)?elect(?:s|ed)|chosen|chose|appoint(?:s|ed)|nominat(?:es|ed)|picked|selected",
        r"elect|chos|appoint|\bnamed|nominat|\bpick|selec|\bdraw",
    ),
    _deed(
        r"leak(?:s|ed)?",
        r"\bleak",
    ),
    _deed(
        r"translat(?:es|ed)|interpreted",
        r"translat|interpret",
    ),
    _deed(
        r"second(?:ed|s)",
        r"\bseconded",
    ),
)

_BODIES = (
    r"(?:delegations?|countr(?:y|ies)|states?|governments?"
    r"|ministers?|ambassadors?|officials?|compan(?:y|ies)|organi[sz]ations?|bod(?:y|ies)|agenc(?:y|ies)|groups?|persons?|people|speakers?"
    r"|members?|experts?|man|woman|city|university|party|parties|side|diplomats?|stakeholders?)"
)
_OF_WHOM = re.compile(rf"\b(?:who|whom|whose|how many|where|by whom|(?:which|what) (?:\w+ ){{0,2}}?{_BODIES})\b")
_WHICH_DID = re.compile(
    rf"\b(?:which|what) (?:\w+ ){{0,2}}?{_BODIES} (?:(?:also|first|ever|has|have|had|was|were|never|not) )*"
    r"(?!in|of|on|at|from|for|with|did|do|does|is|are|and|or|to|by|as|that|can|could|may|will|would|should|must|the)([a-z]+)\b"
)
_LOOKED_AT = 400
"""Characters of a question that are looked at for who did what: the patterns' work grows with the square of them."""

_CLAUSE = 60
"""Characters behind the question word in which the deed stands."""


def undetailed(question: Question, told: Iterable[Passage]) -> bool:
    """Say whether a question asks for the hour, the room, the theme or another such detail, and nothing told has one."""
    wanted = [detail for detail in _DETAILS if detail[0].search(question.plain)]
    if not wanted:
        return False
    passages = list(told)
    text = " ".join(map(text_of, passages))
    asks = " ".join(ask for passage in passages if passage.fact for ask in passage.fact.asks).casefold()
    return not all(there.search(text) or asked.search(asks) for asked, there in wanted)


def deed_told(question: Question, told: Iterable[Passage]) -> bool | None:
    """Say whether the deed of which a question asks who did it, or how many, is told; None where it asks for none."""
    passages = list(told)
    deed = _asked_of(question, passages[0].record)
    if deed is None:
        return None
    record = passages[0].record
    if (deed is _CHAIRS and record.chairs) or (deed is _WRITES and record.organisers and record.kind is Kind.DOCUMENT):
        return True
    asks = (ask for passage in passages for ask in (passage.fact.asks if passage.fact else passage.record.asks))
    alike = (ask for ask in asks if asks_for(ask.casefold(), Asked.WHO) or asks_for(ask.casefold(), Asked.HOW_MANY))
    facts = (passage.fact.text for passage in passages if passage.fact)
    return any(deed.told.search(text) for text in facts) or any(deed.asked.search(ask.casefold()) for ask in alike)


def verb_of(question: Question) -> str:
    """Give the verb behind a body or person that a question wants by name ("which delegation left"); else nothing."""
    found = _WHICH_DID.search(question.plain[:_LOOKED_AT])
    return found[1] if found else ""


def _asked_of(question: Question, record: Record) -> Deed | None:
    """Give the first deed behind the question word that is not in a name of the record."""
    bare = question.plain[:_LOOKED_AT]
    for name in (record.title, record.name, *record.aka):
        bare = bare.replace(name.casefold(), "...")
    opens = _OF_WHOM.search(bare)
    if not opens or question.wants(Asked.DAYS):
        return None
    clause = bare[opens.end() : opens.end() + _CLAUSE]
    deeds = _PRIVATE if opens[0] == "where" else _DEEDS
    found = [(match.start(), place) for place, deed in enumerate(deeds) if (match := deed.asked.search(clause))]
    return deeds[min(found)[1]] if found else None


def text_of(passage: Passage) -> str:
    """Give what a passage tells: its record's title, and its sentence or the record's own data."""
    record, fact = passage.record, passage.fact
    return f"{record.title} {fact.text if fact else f'{record.start} {record.printed} {record.place}'}"
