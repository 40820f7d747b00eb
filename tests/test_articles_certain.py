"""What is certain is not left to models."""

from pages import EM, MARGIN, Sheet, english, rejoined, texts

from digitize.model import Role


def test_a_jump_line_is_one_wherever_it_stands_and_text_under_it_is_of_another_story() -> None:
    sheet = Sheet()
    (column,) = sheet.flow(["<" + english(50, 1)[:-1]], [(MARGIN, 300, 40)])
    sheet.row("(Continued on Page 5)", MARGIN + 60, column.bottom + 16, 0.9 * EM)
    sheet.flow(["<" + english(40, 2)], [(MARGIN, column.bottom + 60, 40)])
    blocks, articles = rejoined(sheet)
    assert [line.text for block in blocks if block.role is Role.JUMP for line in block.lines] == [
        "(Continued on Page 5)"
    ]
    holding = [article for article in articles if texts(article, Role.JUMP)]
    assert [texts(article) for article in holding] == [[english(50, 1)[:-1]]]


def test_a_line_that_names_a_reporter_is_a_byline() -> None:
    sheet = Sheet()
    sheet.row("HARBOUR BRIDGE", MARGIN + EM, 200, 1.6 * EM)
    sheet.row("By Mary Caldwell", MARGIN + 4 * EM, 290, 0.9 * EM)
    sheet.flow([english(60, 1)], [(MARGIN, 330, 40)])
    blocks, _ = rejoined(sheet)
    assert [line.text for block in blocks if block.role is Role.BYLINE for line in block.lines] == ["By Mary Caldwell"]
