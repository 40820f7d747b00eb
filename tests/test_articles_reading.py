"""The reading frame: vertical pages, lines read in pieces, sizes of type."""

import pytest
from pages import EM, GAP, HANT, MARGIN, Sheet, bodies, chinese, english, rejoined, texts

from digitize.articles.reading import read_page, turned
from digitize.geometry import overlap_x
from digitize.model import Box, Orientation, Role

LEFT = [MARGIN + n * (14 * EM + GAP) for n in range(5)]


def vertical_page():
    """A page of the old press: two tiers, each read from the right, the upper one with two stories."""
    sheet = Sheet(vertical=True)
    first, second, third = (chinese(length, seed, HANT) for seed, length in enumerate((260, 140, 420)))
    sheet.row("大橋今日通車", LEFT[0], 100, 60)
    sheet.flow([first], [(LEFT[0], 220, 60)])
    sheet.rule(LEFT[0], 1100, LEFT[1] - GAP, 1103)
    sheet.row("市長會見選民", LEFT[0], 1120, 50)
    sheet.flow([second], [(LEFT[0], 1220, 60)])
    sheet.rule(LEFT[1] - 22, 90, LEFT[1] - 18, 1800)
    sheet.row("學校更換屋頂", LEFT[1], 100, 60)
    sheet.flow([third], [(LEFT[1], 220, 60)])
    return sheet, (first, second, third)


def test_a_vertical_page_is_read_from_the_right_and_tier_after_tier():
    sheet, stories = vertical_page()
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[text] for text in stories]
    assert [article.title for article in articles] == ["大橋今日通車", "市長會見選民", "學校更換屋頂"]
    assert {article.language for article in articles} == {"zh-Hant"}


def test_blocks_of_a_vertical_page_are_in_the_upright_image():
    sheet, _ = vertical_page()
    blocks, _ = rejoined(sheet)
    # the first block stands at the upper right, the last lower left of it
    assert blocks[0].box.right > 2200
    assert blocks[0].box.top < blocks[-1].box.top
    assert all(box.height > box.width for box in (line.box for line in blocks[1].lines))


def test_a_vertical_story_over_two_tiers():
    text = chinese(320, 5, HANT)
    sheet = Sheet(vertical=True)
    sheet.row("大橋今日通車典禮市民來", LEFT[0] + 160, 100, 70)
    sheet.flow([text], [(LEFT[0], 240, 12), (LEFT[1], 240, 60)])
    _, (article,) = rejoined(sheet)
    assert texts(article) == [text]


def test_the_reading_frame_turns_a_vertical_page_by_a_quarter():
    page = vertical_page()[0].page()
    reading = read_page(page)
    assert reading.orientation is Orientation.VERTICAL
    assert reading.rows[0].text == "大橋今日通車"
    assert reading.rows[0].box.left == pytest.approx(LEFT[0])
    assert reading.rows[0].box.top == pytest.approx(100 + 0.04 * 60)
    assert [barrier.width for barrier in reading.barriers] == [pytest.approx(14 * EM)]
    assert [wall.height for wall in reading.walls] == [pytest.approx(1710)]
    assert turned(Box(1, 2, 3, 4), page, Orientation.VERTICAL) == Box(2, 2397, 4, 2399)
    assert turned(Box(1, 2, 3, 4), page, Orientation.HORIZONTAL) == Box(1, 2, 3, 4)


@pytest.mark.parametrize("text", [english(200, 3), chinese(300, 3)], ids=["english", "chinese"])
@pytest.mark.parametrize("em", [18, 30, 47])
def test_size_of_running_text(text, em):
    sheet = Sheet()
    sheet.row("BRIDGE" if text.isascii() else "大桥通车", 100, 20, 2 * em)
    sheet.flow([text], [(100, 220, 99)], em=em)
    reading = read_page(sheet.page())
    assert reading.em == pytest.approx(em, rel=0.1)
    assert {round(row.size / em) for row in reading.rows} == {1, 2}


def test_the_size_of_a_page_without_text_is_what_the_image_showed():
    sheet = Sheet()
    sheet.pictures.append(Box(100, 100, 500, 500))
    assert read_page(sheet.page()).em == EM


@pytest.mark.parametrize("text", [english(90, 6), chinese(160, 6)], ids=["english", "chinese"])
def test_lines_read_in_pieces_are_put_together(text):
    sheet = Sheet()
    sheet.row("BRIDGE OPENS" if text.isascii() else "大桥通车", LEFT[0], 100, 60)
    sheet.flow([text], [(LEFT[0], 220, 99)])
    for at in (3, 6, 8):
        whole, box, crossed = sheet.lines[at]
        cut = whole.index(" ", len(whole) // 2) if " " in whole else 8
        middle = box.left + box.width * cut / len(whole)
        sheet.lines[at] = (whole[:cut], Box(box.left, box.top, middle - 6, box.bottom), crossed)
        sheet.lines.append((whole[cut:].strip(), Box(middle + 6, box.top, box.right, box.bottom), crossed))
    _, (article,) = rejoined(sheet)
    assert texts(article) == [text] if text.isascii() else [texts(article)[0].replace(" ", "")] == [text]


@pytest.mark.parametrize("barrier", ["gutter", "rule"])
def test_lines_of_two_columns_are_never_put_together(barrier):
    sheet = Sheet()
    left, right = chinese(180, 7), chinese(180, 8)
    sheet.flow([left], [(LEFT[0], 220, 99)])
    sheet.flow([right], [(LEFT[1], 220, 99)])
    if barrier == "rule":
        sheet.gutters.clear()
        sheet.rule(LEFT[1] - 22, 200, LEFT[1] - 18, 900)
    rows = read_page(sheet.page()).rows
    assert len(rows) == len(sheet.lines)
    assert not any(overlap_x(row.box, Box(LEFT[1] - 30, 0, LEFT[1] - 10, 1)) for row in rows)


def test_columns_whose_gutter_was_missed_are_told_by_their_left_edges():
    sheet = Sheet()
    sheet.flow([chinese(180, 7)], [(LEFT[0], 220, 99)])
    sheet.flow([chinese(180, 8)], [(LEFT[1], 220, 99)])
    sheet.gutters.clear()
    wide = [row for row in read_page(sheet.page()).rows if row.box.width > 15 * EM]
    # only the first, indented line begins where no other does
    assert len(wide) <= 1


def test_empty_lines_are_kept_out_of_articles_but_not_lost():
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    sheet.flow([chinese(100, 9)], [(LEFT[0], 220, 99)])
    _, (article,) = rejoined(sheet)
    assert [p.role for p in article.paragraphs] == [Role.HEADLINE, Role.BODY]


def test_a_last_line_at_the_head_of_a_column_is_no_headline_though_its_figures_are_tall():
    body = f"{chinese(12 + 14 * 9, 4)[:-1]}占47%。"
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    sheet.flow([body[:-5]], [(LEFT[0], 220, 10)])
    sheet.row(body[-5:], LEFT[1], 214, 1.4 * EM)
    sheet.flow([chinese(150, 6)], [(LEFT[1], 220 + 1.4 * EM, 30)])
    _, (article,) = rejoined(sheet)
    assert texts(article) == [body, chinese(150, 6)]
