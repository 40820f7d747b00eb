import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePath

import pytest
from issues import SHARED, block, page, paragraph, shared_scorer, turned, two_pages
from lxml import etree
from xml_checks import STANDARDS, check, link_problems, main

from digitize.export import ScanFile, documents, mets
from digitize.geometry import hull
from digitize.model import Article, Block, Failure, Issue, Line, Quad, Role, Word

CREATED = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
NS = {"m": "http://www.loc.gov/METS/", "mods": "http://www.loc.gov/mods/v3", "premis": "http://www.loc.gov/premis/v3"}
METS = "{http://www.loc.gov/METS/}"

needs_standards = pytest.mark.skipif(not STANDARDS.is_dir(), reason=f"no schemas at {STANDARDS}")


def written(issue: Issue) -> etree._Element:
    scans = {each.scan.path: ScanFile(f"../scans/{PurePath(each.scan.path).name}", 7) for each in issue.pages}
    return etree.fromstring(mets(issue, scans, documents(issue, {}), CREATED))


def on_disk(issue: Issue, root: Path) -> Path:
    """Write the issue and made-up scans below `root`; returns the path of its METS file."""
    output, pages, scans = root / "output" / "issue", [], {}
    for each in issue.pages:
        data = f"pixels of {each.number}".encode()
        scan = root / "scans" / PurePath(each.scan.path).name
        scan.parent.mkdir(exist_ok=True)
        scan.write_bytes(data)
        pages.append(replace(each, scan=replace(each.scan, sha256=sha256(data).hexdigest())))
        scans[each.scan.path] = ScanFile(f"../../scans/{scan.name}", len(data))
    issue = replace(issue, pages=tuple(pages))
    files = documents(issue, {})
    files["The issue.pdf"] = b"%PDF"
    for path, data in (files | {"mets.xml": mets(issue, scans, files, CREATED)}).items():
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return output / "mets.xml"


def tree(division: etree._Element) -> list:
    """A division as [TYPE, block ids it points to itself, divisions in it]."""
    own = [a.get("BEGIN") for pointer in division.findall(f"{METS}fptr") for a in pointer.iter(f"{METS}area")]
    return [division.get("TYPE"), own, [tree(child) for child in division.findall(f"{METS}div")]]


def articles(root: etree._Element) -> list[etree._Element]:
    return root.xpath("//m:structMap[@TYPE='LOGICAL']/m:div/m:div/m:div[@TYPE='CONTENT']/m:div", namespaces=NS)


@needs_standards
def test_is_valid_and_all_it_names_is_there(tmp_path):
    path = on_disk(two_pages(), tmp_path)
    assert check(path) == []
    assert len(etree.parse(path).findall(f".//{METS}FLocat")) == 2 + 2 + 2 + 3 + 2


def test_a_changed_or_missing_file_is_noticed(tmp_path):
    path = on_disk(two_pages(), tmp_path)
    (path.parent / "articles/001.txt").write_text("another text")
    (path.parent / "alto/0002.xml").unlink()
    problems = " ".join(link_problems(path))
    assert "ARTICLETEXT0001: the checksum" in problems
    assert "ALTO00002: there is no file" in problems
    assert "there is no b2-head in" in problems


@needs_standards
def test_the_command_tells_good_from_bad(tmp_path, capsys):
    path = on_disk(two_pages(), tmp_path)
    assert main(tmp_path, STANDARDS) == 0
    assert capsys.readouterr().out.endswith("3 files, 0 problems\n")
    alto = path.parent / "alto" / "0002.xml"
    alto.write_text(alto.read_text().replace('WC="0.900"', 'WC="1.9"', 1).replace("ROLE_body", "ROLE_none", 1))
    assert main(tmp_path, STANDARDS) == 1
    said = capsys.readouterr().out
    assert f"BAD  {alto}" in said
    assert "WC" in said
    assert "ALTO00002: the checksum" in said
    assert main(tmp_path, tmp_path / "nowhere") == 0
    assert "Nothing was checked" in capsys.readouterr().out


@needs_standards
def test_a_dangling_reference_is_noticed(tmp_path):
    alto = on_disk(two_pages(), tmp_path).parent / "alto" / "0002.xml"
    alto.write_text(alto.read_text().replace("ROLE_body", "ROLE_none", 1))
    assert any("ROLE_body" in problem for problem in check(alto))


def test_articles_are_made_of_headings_body_and_captions():
    assert [tree(article) for article in articles(written(two_pages()))] == [
        [
            "ARTICLE",
            [],
            [
                ["HEADING", [], [["OVERLINE", ["b1-kicker"], []], ["TITLE", ["b1-head"], []]]],
                ["BODY", [], [["PARAGRAPH", ["b1-col1", "b1-col2", "b1-col3", "b2-cont"], []]]],
                ["ILLUSTRATION", [], [["CAPTION", ["b1-caption"], []]]],
                ["JUMP", ["b1-jump"], []],
            ],
        ],
        ["ADVERTISEMENT", [], [["BODY", [], [["PARAGRAPH", ["b1-ad"], []]]]]],
        [
            "ARTICLE",
            [],
            [
                ["HEADING", [], [["TITLE", ["b2-head"], []]]],
                ["BODY", [], [["PARAGRAPH", ["b2-body"], []]]],
            ],
        ],
    ]


def test_areas_of_one_paragraph_lie_on_several_pages():
    pointer = articles(written(two_pages()))[0].find(f".//{METS}div[@TYPE='PARAGRAPH']/{METS}fptr")
    areas = [(a.get("FILEID"), a.get("BETYPE")) for a in pointer.find(f"{METS}seq")]
    assert areas == [("ALTO00001", "IDREF")] * 3 + [("ALTO00002", "IDREF")]


def test_a_heading_inside_the_text_stays_there():
    blocks = tuple(
        block(f"b{n}", role, ["text"], (40, 40 * n))
        for n, role in enumerate((Role.BYLINE, Role.SUBTITLE, Role.BODY, Role.SUBTITLE, Role.BODY), 1)
    )
    article = Article("a1", "t", "en", tuple(paragraph(each.role, "text", each.id) for each in blocks), ())
    sheet = page(1, "p.jpg", turned(1000, 800, 0), (1000, 800), blocks)
    (division,) = articles(written(Issue("n", (sheet,), blocks, (article,))))
    body = [
        ["PARAGRAPH", ["b1"], []],
        ["PARAGRAPH", ["b3"], []],
        ["CROSSHEADING", ["b4"], []],
        ["PARAGRAPH", ["b5"], []],
    ]
    assert tree(division)[2] == [["HEADING", [], [["SUBTITLE", ["b2"], []]]], ["BODY", [], body]]


def test_pages_have_their_scan_and_alto_in_parallel():
    root = written(two_pages())
    pages = root.xpath("//m:structMap[@TYPE='PHYSICAL']//m:div[@TYPE='PAGE']", namespaces=NS)
    assert [[a.get("FILEID") for a in each.find(f"{METS}fptr/{METS}par")] for each in pages] == [
        ["IMG00001", "ALTO00001"],
        ["IMG00002", "ALTO00002"],
    ]
    links = root.xpath(
        "//m:smLink[@xlink:from='a1']/@xlink:to", namespaces=NS | {"xlink": "http://www.w3.org/1999/xlink"}
    )
    assert links == ["PHYSPAGE00001", "PHYSPAGE00002"]


def test_each_article_has_its_title_language_and_doubts():
    issue = two_pages()
    *others, chinese = issue.articles
    root = written(replace(issue, articles=(*others, replace(chinese, certainty=0.25))))
    found = {}
    for article in articles(root):
        (section,) = root.xpath(f"m:dmdSec[@ID='{article.get('DMDID')}']", namespaces=NS)
        title, language = (section.findtext(f".//mods:{tag}", namespaces=NS) for tag in ("title", "languageTerm"))
        found[article.get("ID")] = (title, language, [note.text for note in section.iterfind(".//mods:note", NS)])
    join = "A join over a page is doubtful (0.55): jump line."
    assert found == {
        "a1": ("A Well-Known Case", "en", [join, "The join over the page break is doubtful."]),
        "a2": (None, "en", []),
        "a3": ("衆議院解散 \ufffd", "zh-Hant", ["Its extent is doubtful (0.25)."]),
    }


def test_a_partial_issue_says_what_is_missing():
    complete = two_pages()
    partial = replace(complete, failures=(Failure("/scans/x/0003.tif", 4, "the file ends too early"),))
    for issue, status, notes in (
        (complete, "COMPLETE", []),
        (partial, "PARTIAL", ["Missing: page 5 of 0003.tif could not be read: the file ends too early"]),
    ):
        header = written(issue).find(f"{METS}metsHdr")
        assert header.get("RECORDSTATUS") == status
        assert [note.text for note in header.iter(f"{METS}note")] == notes
        assert header.get("CREATEDATE") == "2026-11-22T20:30:00+00:00"
        assert written(issue).findtext(".//premis:eventOutcome", namespaces=NS) == status.lower()


@needs_standards
def test_an_issue_without_any_page_or_article_is_valid(tmp_path):
    failures = (Failure("a\udcff.jpg", 0, "not \x01 an image"),)
    assert check(on_disk(Issue("", (), (), (), failures), tmp_path)) == []


@needs_standards
@pytest.mark.parametrize(
    "name", ["a b.jpg", "晶報.jpg", 'it\'s "so" & <so>.jpg', "50% #1?.jpg", "a:b.jpg", "\udcff.jpg"]
)
def test_any_file_name_is_found_again(tmp_path, name):
    issue = two_pages()
    first = issue.pages[0]
    named = replace(first, scan=replace(first.scan, path=f"/scans/{name}"))
    assert check(on_disk(replace(issue, pages=(named, issue.pages[1])), tmp_path)) == []


def test_pages_of_one_file_tell_their_place_in_it():
    issue = two_pages()
    volume = tuple(
        replace(each, scan=replace(each.scan, path="v.tif", frame=n, frames=2)) for n, each in enumerate(issue.pages)
    )
    root = written(replace(issue, pages=volume))
    titles = [f.get("{http://www.w3.org/1999/xlink}title") for f in root.iter(f"{METS}FLocat")]
    assert titles[:2] == ["page 1 of 2 in this file", "page 2 of 2 in this file"]
    names = [f.get("{http://www.w3.org/1999/xlink}href") for f in root.iter(f"{METS}FLocat")]
    assert names[:4] == ["../scans/v.tif", "../scans/v.tif", "alto/v-0001.xml", "alto/v-0002.xml"]


def test_a_resolution_is_stated_only_where_the_file_tells_it():
    issue = two_pages()
    guessed = replace(issue.pages[0], scan=replace(issue.pages[0].scan, dpi_estimated=True))
    numerators = written(replace(issue, pages=(guessed, issue.pages[1]))).iter("{http://www.loc.gov/mix/v20}numerator")
    assert [each.text for each in numerators] == ["300", "300"]


def test_the_scorer_reads_it(tmp_path):
    scorer = shared_scorer()
    issue = two_pages()
    plain = replace(issue.pages[0], scan=replace(issue.pages[0].scan, path="0001.jpg"))
    altos, found = scorer.read_mets(on_disk(replace(issue, pages=(plain, issue.pages[1])), tmp_path))
    assert [path.name for _, path in altos] == ["0001.xml", "0002.xml"]
    assert [[begin for _, begin in article["blocks"]] for article in found] == [
        ["b1-kicker", "b1-head", "b1-col1", "b1-col2", "b1-col3", "b2-cont", "b1-caption", "b1-jump"],
        ["b1-ad"],
        ["b2-head", "b2-body"],
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["typeset-en-a", "typeset-zh-a"])
def test_nothing_is_lost_on_the_way_out(tmp_path, name):
    """The truth of a typeset issue, written and read back by the scorer, is the truth."""
    scorer = shared_scorer()
    path = SHARED / "data" / name / "truth.json"
    if not path.is_file():
        pytest.skip(f"no truth at {path}")
    truth = json.loads(path.read_text())
    score = scorer.score(truth, on_disk(issue_of(truth), tmp_path))
    assert {key: score[key] for key in ("chars_cer", "lost", "merged", "article_cer")} == {
        "chars_cer": 0,
        "lost": 0,
        "merged": 0,
        "article_cer": 0,
    }
    assert {score[key] for key in ("bcubed_f", "exact", "joins", "headline")} == {1}


def issue_of(truth: dict) -> Issue:
    """A truth file as an issue with a block for each line."""
    blocks, pages, members = [], [], {}
    for number, sheet in enumerate(truth["pages"], 1):
        here = []
        for n, each in enumerate(sheet["lines"]):
            quad = Quad(tuple((x, y) for x, y in each["quad"]))
            text_line = Line(tuple(Word(word, quad, 1.0) for word in each["text"].split()), quad, 1.0)
            role = Role(each["role"]) if each["role"] in list(Role) else Role.BODY
            here.append(Block(f"b{number}-{n}", number, role, (text_line,), hull([quad.box])))
            members.setdefault(each["article"], []).append((here[-1], each["text"]))
        size = (sheet["width"], sheet["height"])
        pages.append(page(number, sheet["image"], turned(*size, 0.0), size, tuple(here)))
        blocks += here
    found = tuple(
        Article(
            f"a-{article['id']}",
            article["title"],
            truth["lang"],
            tuple(paragraph(each.role, text, each.id) for each, text in members[article["id"]]),
            (),
        )
        for article in truth["articles"]
    )
    return Issue("truth", tuple(pages), tuple(blocks), found)
