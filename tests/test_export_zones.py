"""Issues of which another program drew the text blocks: several paragraphs in one, one over several pages."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from issues import block, page, paragraph, turned
from lxml import etree

from digitize.export import articles_json, documents, mets, page_text
from digitize.model import XML_TYPE, Article, Block, Issue, Page, Role
from digitize.names import alto_paths

METS = "{http://www.loc.gov/METS/}"
GIVEN = {"1.xml": b"<alto>first</alto>", "2.xml": b"<alto>second</alto>"}


def zone(name: str, role: Role, texts: list[str], *, number: int = 1) -> Block:
    return replace(block(f"p{number}_{name}", role, texts, (40, 40), page=number), zone=name)


def given(number: int, *blocks: Block) -> Page:
    sheet = page(number, f"{number}.xml", turned(1000, 800, 0), (1000, 800), blocks)
    return replace(sheet, scan=replace(sheet.scan, media_type=XML_TYPE))


HEAD = zone("B1", Role.HEADLINE, ["Head"])
FIRST = zone("B2", Role.BODY, ["One para-", "graph ends.", "The next be-", "gins here"])
SECOND = zone("B2", Role.BODY, ["and goes on.", "A third."], number=2)
NAMELESS = zone("#2", Role.BODY, ["A fourth."], number=2)
ARTICLE = Article(
    "a0001",
    "Head",
    "en",
    (
        paragraph(Role.HEADLINE, "Head", HEAD.id),
        paragraph(Role.BODY, "One paragraph ends.", FIRST.id),
        paragraph(Role.BODY, "The next begins here and goes on.", FIRST.id, SECOND.id),
        paragraph(Role.BODY, "A third.", SECOND.id),
        paragraph(Role.BODY, "A fourth.", NAMELESS.id),
    ),
    (),
)
ISSUE = Issue("n", (given(1, HEAD, FIRST), given(2, SECOND, NAMELESS)), (HEAD, FIRST, SECOND, NAMELESS), (ARTICLE,))


def test_each_page_has_the_paragraphs_as_far_as_it_holds_them():
    first, second = ISSUE.pages
    assert page_text(ISSUE, first) == "Head\n\nOne paragraph ends.\n\nThe next begins here\n"
    assert page_text(ISSUE, second) == "and goes on.\n\nA third.\n\nA fourth.\n"


def test_mets_points_once_to_each_text_block_that_has_an_id_in_the_file_of_its_page():
    root = etree.fromstring(mets(ISSUE, {}, documents(ISSUE, GIVEN), datetime(2026, 11, 22, tzinfo=UTC)))
    areas = [(area.get("FILEID"), area.get("BEGIN")) for area in root.iter(f"{METS}area") if area.get("BEGIN")]
    assert areas == [("ALTO00001", "B1"), ("ALTO00001", "B2"), ("ALTO00002", "B2")]
    assert "IMGGRP" not in {group.get("ID") for group in root.iter(f"{METS}fileGrp")}
    assert not list(root.iter("{http://www.loc.gov/mix/v20}mix"))
    (physical,) = (each for each in root.iter(f"{METS}structMap") if each.get("TYPE") == "PHYSICAL")
    pointers = [pointer.get("FILEID") for pointer in physical.iter(f"{METS}fptr")]
    assert pointers == ["ALTO00001", "TEXT00001", "ALTO00002", "TEXT00002"]


def test_programs_find_each_text_block_once_by_its_id_in_the_file():
    (article,) = json.loads(articles_json(ISSUE))["articles"]
    found = [(part["page"], part["text_block"], part["text"]) for part in article["parts"]]
    assert found == [
        (1, "B1", "Head"),
        (1, "B2", "One paragraph ends. The next begins here"),
        (2, "B2", "and goes on. A third."),
        (2, "", "A fourth."),
    ]


def test_given_alto_is_not_written_anew():
    files = documents(ISSUE, GIVEN)
    assert [files[path] for path in ("alto/1.xml", "alto/2.xml")] == list(GIVEN.values())


def test_pages_given_in_one_file_share_it():
    pages = tuple(
        replace(each, scan=replace(each.scan, path="v.xml", frame=at, frames=2)) for at, each in enumerate(ISSUE.pages)
    )
    assert alto_paths(replace(ISSUE, pages=pages)) == {1: "alto/v-0001.xml", 2: "alto/v-0001.xml"}
