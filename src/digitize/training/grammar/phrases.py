"""Set phrases of newspapers: datelines and lines that say where a story goes on."""

from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.supply import Topic

_MONTHS = {
    "en": ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
    "de": ("Jan.", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "Sept.", "Okt.", "Nov.", "Dez."),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "octobre", "novembre"),
}


def dateline(sheet: Sheet, topic: Topic) -> str:
    """Where and when a story was written, or who sent it: what its text begins with."""
    return _chinese_dateline(sheet, topic) if sheet.supply.ideographic else _latin_dateline(sheet, topic)


def _latin_dateline(sheet: Sheet, topic: Topic) -> str:
    dice, language = sheet.dice, sheet.supply.language
    place = dice.choice(topic.places)
    if sheet.chance(0.5):
        place = place.upper()
    month, day = dice.choice(_MONTHS.get(language, _MONTHS["en"])), dice.randint(1, 30)
    if language == "de":
        return dice.choice(
            (
                f"{place}, {day}. {month}. ",
                f"({place}) ",
                f"{place}, den {day}. {month}. ",
                f"* {place}, {day}. {month}. — ",
            )
        )
    if language == "fr":
        return dice.choice((f"{place}, {day} {month}. — ", f"{place}. — ", f"{place}, {day} {month}. "))
    return dice.choice(
        (
            f"{place}, {month} {day}.—",
            f"{place} — ",
            f"{place}, {day} {month}. ",
            f"{place}, {month} {day} (AP)—",
            f"({place}) ",
            f"{place}, {month} {day}, {dice.randint(1840, 1960)}. ",
        )
    )


def _chinese_dateline(sheet: Sheet, topic: Topic) -> str:
    dice, place = sheet.dice, topic.places[0]
    person = dice.choice(topic.people)
    if sheet.supply.language == "zh-Hans":
        return dice.choice(
            (
                f"本报讯（记者 {person}）",
                f"新华社{place}{dice.randint(1, 12)}月{dice.randint(1, 30)}日电 ",
                f"本报{place}{dice.randint(1, 30)}日电（记者{person}）",
            )
        )
    return dice.choice(
        (
            f"【{dice.choice(('本報訊', '本報專訊', '綜合報道'))}】",
            f"【記者{person}／{place}報導】",
            f"［{place}］",
            f"（{place}{dice.randint(1, 30)}日電）",
        )
    )


def origin(sheet: Sheet) -> str:
    """From where a story goes on."""
    dice = sheet.dice
    number = dice.randint(1, 12)
    if sheet.supply.ideographic:
        text = dice.choice((f"（上接第{number}版）", f"▲上接第{number}版"))
        return text if sheet.supply.language == "zh-Hans" else f"（上接第{number}頁）"
    if sheet.supply.language == "de":
        return dice.choice(("(Fortsetzung.)", f"(Fortsetzung von Seite {number}.)"))
    if sheet.supply.language == "fr":
        return dice.choice(("(Suite.)", "(Voir notre numéro d'hier.)"))
    return dice.choice((f"(Continued from Page {number})", "Continued from First Page.", f"From Page {number}"))


def ornament(sheet: Sheet) -> str:
    """Marks that stand between two items."""
    return sheet.dice.choice(("* * *", "***", "—o—", "———", "+ + +", "o0o", "——————", "*", "◆◇◆", "~~~"))


def jump(sheet: Sheet) -> str:
    """Where a story goes on."""
    dice = sheet.dice
    number = dice.randint(2, 40)
    if sheet.supply.language == "zh-Hans":
        return dice.choice((f"（下转第{number}版）", f"►下转{number}版", f"下转第{number}版"))
    if sheet.supply.ideographic:
        return dice.choice((f"（下轉A{number}版）", f"▼下轉第{number}頁", f"（文轉第{number}版）"))
    if sheet.supply.language == "de":
        return dice.choice(("(Fortsetzung folgt.)", f"Fortsetzung auf Seite {number}"))
    if sheet.supply.language == "fr":
        return dice.choice((f"(Suite page {number})", "(A suivre.)", "(La suite à demain.)"))
    return dice.choice(
        (
            f"(Continued on Page {number})",
            f"Continued on page {number}, column {dice.randint(1, 8)}.",
            f"See {dice.choice(sheet.supply.words).upper()}, Page {number}",
            "(To be continued.)",
            f"Turn to Page {number}",
        )
    )
