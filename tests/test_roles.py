"""Blocks of every role, in each of the files that come out and on the picture of their page."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from issues import all_roles
from lxml import etree
from test_mets import articles, needs_standards, on_disk, tree, written
from xml_checks import check

from digitize.export import alto, article_text, articles_json, page_text
from digitize.export.structure import sections
from digitize.model import Block, Role
from digitize.overview import colours, draw, scale_of
from digitize.overview.passages import in_order, passages

OUTSIDE = ["masthead", "folio", "label", "imprint", "noise"]


def test_the_issue_has_all_roles() -> None:
    assert {each.role for each in all_roles().blocks} == set(Role)


def test_mets_has_crossheads_and_tables_in_the_body_and_no_furniture() -> None:
    story, advert = articles(written(all_roles()))
    heading = [["OVERLINE", ["kicker"], []], ["TITLE", ["headline"], []], ["SUBTITLE", ["subtitle"], []]]
    body = [
        ["PARAGRAPH", ["byline"], []],
        ["PARAGRAPH", ["body1"], []],
        ["CROSSHEADING", ["crosshead"], []],
        ["PARAGRAPH", ["body2"], []],
        ["TABLE", ["table"], []],
        ["PARAGRAPH", ["body3"], []],
    ]
    assert tree(story)[2] == [
        ["HEADING", [], heading],
        ["BODY", [], body],
        ["ILLUSTRATION", [], [["CAPTION", ["caption"], []]]],
        ["JUMP", ["jump"], []],
    ]
    assert tree(advert) == ["ADVERTISEMENT", [], [["BODY", [], [["PARAGRAPH", ["advert"], []]]]]]


@needs_standards
def test_mets_and_alto_are_valid(tmp_path: Path) -> None:
    path = on_disk(all_roles(), tmp_path)
    assert check(path) == []
    (page,) = path.parent.glob("alto/*.xml")
    assert check(page) == []


def test_alto_tags_each_block_with_its_role() -> None:
    issue = all_roles()
    root = etree.fromstring(alto(issue, issue.pages[0]))
    labels = {tag.get("ID"): tag.get("LABEL") for tag in root.iter("{*}LayoutTag")}
    found = {each.get("ID"): labels[each.get("TAGREFS").split()[0]] for each in root.iter("{*}TextBlock")}
    assert found == {each.id: each.role for each in issue.blocks}
    outside = [each.get("ID") for each in root.iter("{*}TextBlock") if "ARTICLE" not in each.get("TAGREFS")]
    assert outside == OUTSIDE


def test_the_text_of_an_article_sets_crossheads_apart() -> None:
    assert article_text(all_roles().articles[0]) == (
        "City Council\nBridge Opened\nCrowds on Both Banks\n\nBy A. Reporter\n\n"
        "The bridge was opened on Monday.\n\nWhat It Cost\n\nIt cost a million.\n\n"
        "Steel 600 Stone 400\n\nAll of it is paid.\n\nThe bridge\n"
    )


def test_the_text_of_a_page_has_all_but_noise() -> None:
    issue = all_roles()
    parts = page_text(issue, issue.pages[0]).split("\n\n\n")
    assert [parts[0], parts[1], parts[2], *parts[4:]] == [
        "THE LEDGER",
        "Monday, 1 May",
        "LOCAL NEWS",
        "Buy soap",
        "Published daily\n",
    ]
    assert "on Monday.\n\nWhat It Cost\n\nIt cost" in parts[3]


def test_articles_for_programs_keep_furniture_out() -> None:
    found = json.loads(articles_json(all_roles()))
    assert [each["role"] for each in found["unassigned"]] == OUTSIDE
    assert [each["kind"] for each in found["articles"]] == ["article", "advertisement"]


@pytest.mark.parametrize("first", [Role.CROSSHEAD, Role.BYLINE])
def test_a_headline_after_a_byline_or_crosshead_is_still_in_the_heading(first: Role) -> None:
    story = all_roles().articles[0]
    by_role = {each.role: each for each in story.paragraphs}
    told = (by_role[first], by_role[Role.HEADLINE], by_role[Role.BODY], by_role[Role.SUBTITLE])
    found = sections(replace(story, paragraphs=told))
    assert found.heading == (told[1],)
    assert found.body == (told[0], *told[2:])


def test_a_crosshead_does_not_part_the_text_on_a_picture_and_a_table_stands_aside() -> None:
    issue = all_roles()
    found = [[each.id for each in run.blocks] for run in passages(in_order(issue.articles[0], issue.by_id))]
    assert found == [["byline", "body1", "crosshead", "body2"], ["body3"]]


def test_headings_and_crossheads_are_tinted_more_than_text() -> None:
    issue = all_roles()
    (page,) = issue.pages
    blank = replace(page, lines=())
    drawn = draw(replace(issue, pages=(blank,)), blank, colours(issue), None).astype(float)

    def strength(name: str) -> float:
        box = issue.by_id[name].box
        left, top, right, bottom = (round(each * scale_of(page)) for each in (box.left, box.top, box.right, box.bottom))
        return float(255 - np.median(drawn[top + 4 : bottom - 4, left + 4 : right - 4].mean(axis=2)))

    weak = [strength(name) for name in ("body1", "table", "caption")]
    strong = [strength(name) for name in ("headline", "crosshead")]
    assert 0 < max(weak) < min(strong)
    grey: list[Block] = [issue.by_id[name] for name in ("masthead", "label", "imprint")]
    for each in grey:
        x, y = (round(value * scale_of(page)) for value in each.box.center)
        assert np.ptp(drawn[y, x]) < 6 < 255 - drawn[y, x].mean()


def test_a_doubtful_extent_is_a_question_mark_at_the_number() -> None:
    issue = all_roles()
    (page,) = issue.pages
    story, advert = issue.articles
    sure, plain, doubted = (
        draw(replace(issue, articles=(replace(story, certainty=each), advert)), page, colours(issue), None)
        for each in (0.9, None, 0.1)
    )
    assert (sure == plain).all()
    rows, columns, _ = np.nonzero(sure != doubted)
    x, y = (each * scale_of(page) for each in (issue.by_id["kicker"].box.left, issue.by_id["kicker"].box.top))
    assert len(rows) > 0
    assert np.abs(columns - x).max() < 40
    assert np.abs(rows - y).max() < 40
