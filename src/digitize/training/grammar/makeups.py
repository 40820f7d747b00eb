"""The kinds of newspaper pages that are written. A new kind is one more entry."""

from dataclasses import dataclass

from digitize.training.grammar.columnplan import ColumnPlan
from digitize.training.grammar.columns import set_columns
from digitize.training.grammar.modular import ModularPlan, set_modules
from digitize.training.grammar.module import ModulePlan
from digitize.training.grammar.sheet import Sheet
from digitize.training.grammar.style import Habits


@dataclass(frozen=True, slots=True)
class MakeUp:
    """One kind of page."""

    name: str
    weight: float
    """How often pages of it are written, against the others'."""
    habits: Habits
    plan: ColumnPlan | ModularPlan
    turned: bool = False
    """Set in upright lines from the right: composed with lines to the right, then turned."""

    def compose(self, sheet: Sheet) -> None:
        """Set a page's matter."""
        if isinstance(self.plan, ColumnPlan):
            set_columns(sheet, self.plan)
        else:
            set_modules(sheet, self.plan)


_NEWS = {
    "story": 6.0,
    "short": 2.5,
    "bare": 0.6,
    "table": 0.4,
    "small_ad": 0.8,
    "poem": 0.1,
    "label": 0.2,
    "letter": 0.3,
}
_OLD = {"story": 2.0, "short": 3.0, "bare": 3.0, "run_in": 2.5, "letter": 1.0, "speech": 0.5, "poem": 0.5, "table": 0.7,
        "small_ad": 0.6, "label": 0.5}  # fmt: skip
_ADS = {"small_ad": 10.0, "short": 0.5, "table": 0.5, "label": 0.6, "bare": 0.5}

MAKEUPS: tuple[MakeUp, ...] = (
    MakeUp("broadsheet-latin", 2.4,
           Habits(("en", "en", "en", "fr", "es", "nl"), (4, 8), (14, 24), (0.95, 1.38), (0.45, 1.3), (1.1, 1.7),
                  ruled=0.65),
           ColumnPlan(_NEWS, ModulePlan((1.6, 4.0), (0, 1, 1, 2, 3), picture=0.35, jump=0.25, facts=0.04),
                      masthead=0.35, adverts=0.3, wide=0.4, banner=0.3, pictures=0.35, decks=(0, 0, 1, 1, 2, 3),
                      byline=0.2, inset=0.15, front=0.3, continued=0.08)),
    MakeUp("columns-19th", 2.0,
           Habits(("en", "en", "en", "it", "es", "sv", "nl"), (5, 9), (14, 28), (0.86, 1.15), (0.45, 1.2), (1.2, 1.6),
                  ruled=0.85),
           ColumnPlan(_OLD, masthead=0.3, folio=0.4, adverts=0.08, wide=0.05, banner=0.0, pictures=0.03,
                      serial=0.1, decks=(0, 0, 0, 1), terms=0.25)),
    MakeUp("small-adverts", 0.7,
           Habits(("en", "en", "de", "fr"), (4, 9), (14, 26), (0.88, 1.2), (0.4, 1.2), (1.1, 1.6), ruled=0.8),
           ColumnPlan(_ADS, masthead=0.1, folio=0.5, adverts=0.35, wide=0.03, pictures=0.03, decks=(0,))),
    MakeUp("mainland-chinese", 1.7,
           Habits(("zh-Hans",), (4, 8), (9, 19), (1.2, 1.65), (0.8, 2.4), (1.1, 1.6), ruled=0.1),
           ModularPlan(ModulePlan((1.6, 3.6), vertical=0.15, picture=0.35, facts=0.08, lead=0.12, jump=0.08,
                                  dateline=0.8),
                       masthead=0.2, adverts=0.08, framed=0.1, stories=(3, 11))),
    MakeUp("hong-kong-taiwan", 1.6,
           Habits(("zh-Hant",), (4, 7), (9, 20), (1.25, 1.6), (0.6, 2.0), (0.85, 1.6), ruled=0.05),
           ModularPlan(ModulePlan((1.8, 5.0), vertical=0.2, picture=0.55, facts=0.3, lead=0.3, around=0.35, jump=0.04,
                                  dateline=0.4),
                       masthead=0.3, adverts=0.15, framed=0.05, stories=(1, 6), imprint=0.3)),
    MakeUp("tabloid-latin", 1.4,
           Habits(("en", "en", "en", "de", "fr"), (2, 6), (13, 28), (1.0, 1.45), (0.6, 2.3), (1.1, 1.6),
                  ruled=0.15, justified=0.6),
           ModularPlan(ModulePlan((1.5, 4.5), (0, 0, 0, 1), picture=0.35, facts=0.08, jump=0.1), masthead=0.25,
                       adverts=0.35, stories=(2, 10))),
    MakeUp("editorials-weekly", 0.9,
           Habits(("en", "en", "en", "de", "nl"), (2, 5), (15, 30), (0.98, 1.38), (0.5, 1.9), (1.1, 1.7),
                  ruled=0.4, justified=0.75),
           ColumnPlan({"story": 4.0, "short": 2.0, "letter": 3.0, "bare": 1.0, "poem": 0.5, "label": 1.0,
                       "small_ad": 0.3},
                      ModulePlan((1.4, 3.0), (0, 0, 1)), masthead=0.3, adverts=0.2, wide=0.15, pictures=0.15,
                      imprint=0.15, terms=0.35)),
    MakeUp("german", 1.0,
           Habits(("de",), (2, 6), (12, 32), (0.88, 1.22), (0.5, 1.4), (1.2, 1.6), ruled=0.8),
           ColumnPlan({"story": 2.0, "short": 3.0, "run_in": 3.0, "bare": 2.0, "speech": 0.5, "table": 0.7,
                       "small_ad": 1.5, "label": 0.8}, masthead=0.3, adverts=0.2, wide=0.12, serial=0.25, pictures=0.03,
                      decks=(0, 0, 0, 1))),
    MakeUp("french", 0.9,
           Habits(("fr",), (4, 7), (16, 28), (0.88, 1.22), (0.4, 1.2), (1.2, 1.6), ruled=0.8),
           ColumnPlan({"story": 3.0, "short": 4.0, "run_in": 1.5, "bare": 1.5, "table": 0.5, "small_ad": 0.6,
                       "label": 0.6},
                      masthead=0.35, adverts=0.08, wide=0.08, serial=0.45, pictures=0.05, decks=(0, 0, 1))),
    MakeUp("advert-page", 0.8,
           Habits(("en", "en", "en", "de", "fr"), (3, 8), (13, 24), (1.0, 1.45), (0.5, 1.6), (1.1, 1.6), ruled=0.3,
                  justified=0.85),
           ModularPlan(ModulePlan((1.2, 3.0), (0, 0, 0, 1), picture=0.15, jump=0.1, partial=0.3), masthead=0.03,
                       adverts=0.78, stories=(5, 16), pictures=0.02)),
    MakeUp("chinese-adverts", 0.3,
           Habits(("zh-Hant", "zh-Hans"), (3, 7), (9, 18), (1.2, 1.6), (0.6, 1.8), (0.9, 1.6), ruled=0.05),
           ModularPlan(ModulePlan((1.4, 3.0), vertical=0.1, picture=0.2, facts=0.1, dateline=0.5), masthead=0.05,
                       adverts=0.65, stories=(3, 10))),
    MakeUp("typescript", 0.6,
           Habits(("en",), (1, 3), (18, 36), (1.0, 1.3), (0.7, 2.5), (1.2, 1.7), em=(12.0, 30.0), ruled=0.1,
                  justified=0.25, advance=(0.5, 0.62)),
           ColumnPlan({"story": 3.0, "short": 5.0, "bare": 1.5, "label": 1.2, "letter": 0.4, "table": 0.6,
                       "small_ad": 0.3},
                      ModulePlan((1.0, 1.6), (0, 0, 1)), masthead=0.4, folio=0.4, adverts=0.05, wide=0.25,
                      pictures=0.08)),
    MakeUp("upright-modules", 0.5,
           Habits(("zh-Hant", "ja"), (3, 9), (8, 16), (1.15, 1.6), (0.6, 1.6), (0.6, 1.0), ruled=0.4),
           ModularPlan(ModulePlan((1.4, 3.5), vertical=0.25, picture=0.25, dateline=0.3), masthead=0.1, adverts=0.3,
                       stories=(4, 14), framed=0.15), turned=True),
    MakeUp("upright-tiers", 0.5,
           Habits(("zh-Hant", "ja"), (4, 10), (8, 18), (1.15, 1.6), (0.6, 1.6), (0.6, 1.0), ruled=0.7),
           ColumnPlan({"story": 3.0, "short": 5.0, "bare": 1.0}, ModulePlan((1.4, 3.0), vertical=0.2), masthead=0.05,
                      adverts=0.35, wide=0.4, pictures=0.15, decks=(0, 0, 1)), turned=True),
)  # fmt: skip
