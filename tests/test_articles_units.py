"""Units: rows that surely belong together, and where one ends and another begins."""

from pages import EM, GAP, MARGIN, Sheet, chinese, english

from digitize.articles.reading import read_page
from digitize.articles.units import Unit, UnitPage, make_units

MEASURE = 14
STEP = MEASURE * EM + GAP


def units_of(sheet: Sheet) -> UnitPage:
    return make_units(read_page(sheet.page()))


def words(unit: Unit) -> int:
    return sum(len(row.text.split()) for row in unit.rows)


def test_each_paragraph_of_a_column_is_a_unit() -> None:
    sheet = Sheet()
    sheet.flow([english(30, 1), english(45, 2), english(25, 3)], [(MARGIN, 300, 60)])
    assert [words(unit) for unit in units_of(sheet).units] == [30, 45, 25]


def test_a_paragraph_that_a_column_ends_is_two_units() -> None:
    sheet = Sheet()
    sheet.flow(["<" + chinese(200)], [(MARGIN, 300, 8), (MARGIN + STEP, 300, 60)])
    assert [len(unit.rows) for unit in units_of(sheet).units] == [8, 7]


def test_a_rule_and_a_picture_end_a_unit() -> None:
    for thing in ("rule", "picture"):
        sheet = Sheet()
        sheet.flow(["<" + chinese(56)], [(MARGIN, 300, 4)])
        sheet.flow(["<" + chinese(56, 1)], [(MARGIN, 300 + 4 * 1.4 * EM, 4)])
        assert [len(unit.rows) for unit in units_of(sheet).units] == [8]
        between = 300 + 4 * 1.4 * EM - 4
        if thing == "rule":
            sheet.rule(MARGIN, between, MARGIN + MEASURE * EM, between + 2)
        else:
            sheet.pictures.append(type(sheet.lines[0][1])(MARGIN, between - 1, MARGIN + MEASURE * EM, between + 1))
        assert [len(unit.rows) for unit in units_of(sheet).units] == [4, 4]


def test_lines_of_one_headline_are_a_unit_and_a_deck_under_it_is_another() -> None:
    sheet = Sheet()
    sheet.row("COUNCIL VOTES FOR", MARGIN, 100, 2 * EM)
    sheet.row("A HARBOUR BRIDGE", MARGIN, 100 + 2.2 * EM, 2 * EM)
    sheet.row("Money Put Aside After Years of Quiet Work", MARGIN, 120 + 4.6 * EM, 1.3 * EM)
    sheet.flow([english(60)], [(MARGIN, 160 + 6.5 * EM, 60)])
    found = units_of(sheet).units
    assert [len(unit.rows) for unit in found[:2]] == [2, 1]


def test_a_banner_is_seen_over_all_columns_under_it_and_a_column_over_its_own_alone() -> None:
    sheet = Sheet()
    sheet.row("江上明月照白云扁舟共潮生何处青枫浦", MARGIN, 100, 2.5 * EM, right=MARGIN + 3 * STEP - GAP)
    sheet.flow(["<" + chinese(14 * 30)], [(MARGIN + n * STEP, 220, 10) for n in range(3)])
    page = units_of(sheet)
    banner = next(index for index, unit in enumerate(page.units) if unit.size > 2 * EM)
    assert len(page.below[banner]) == 3
    assert all(page.above[index] == (banner,) for index in page.below[banner])


def test_every_row_stands_in_one_unit() -> None:
    sheet = Sheet()
    sheet.upright_row("白云扁舟明月", MARGIN, 300, 2 * EM)
    sheet.flow([chinese(120), chinese(90, 1)], [(MARGIN + 100, 300, 9), (MARGIN + 100 + STEP, 300, 40)])
    reading = read_page(sheet.page())
    placed = [row for unit in make_units(reading).units for row in unit.rows]
    assert sorted(map(id, placed)) == sorted(map(id, reading.rows))
