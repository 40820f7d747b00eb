"""METS, ALTO and truth as others write them, and bad input."""

import json
from pathlib import Path

import pytest
from outputs import ARTICLES, BLOCKS, BOXES, alto, line_truth, mets, write_output

from digitize.errors import DigitizeError, EvaluationError
from digitize.evaluate import Figure, find_pairs, read_output, read_truth, score

OTHER_ALTO = """<?xml version="1.0"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#">
 <Description><MeasurementUnit>mm10</MeasurementUnit>
  <sourceImageInformation><fileName>C:\\scans\\A1.tif</fileName></sourceImageInformation></Description>
 <Layout><Page ID="P1" WIDTH="100.5" HEIGHT="200"><PrintSpace>
  <ComposedBlock ID="C1">
   <TextBlock ID="T1"><TextLine>
     <String CONTENT="one" HPOS="1" VPOS="2" WIDTH="3" HEIGHT="4"/>
     <String CONTENT="two-" HPOS="5" VPOS="2" WIDTH="3" HEIGHT="4"/>
   </TextLine></TextBlock>
   <TextBlock ID="T2"><TextLine HPOS="1" VPOS="8" WIDTH="7" HEIGHT="4">
     <Shape><Polygon POINTS="1,8 8,8.5 8,12 1,12"/></Shape><String CONTENT="th"/><HYP CONTENT="-"/>
   </TextLine></TextBlock>
  </ComposedBlock>
  <TextBlock ID="T3"><TextLine><String CONTENT="nowhere"/></TextLine></TextBlock>
  <Illustration ID="I1"/>
 </PrintSpace></Page></Layout>
</alto>"""


def test_another_producers_files(tmp_path: Path) -> None:
    (tmp_path / "text pages").mkdir()
    (tmp_path / "text pages/0001.xml").write_text(OTHER_ALTO, "utf-8")
    areas = [("F1", "C1"), ("F1", "I1"), ("F1", "T1")]
    (tmp_path / "1923_mets.xml").write_text(mets({"F1": "file://./text%20pages/0001.xml"}, [areas]), "utf-8")
    output = read_output(tmp_path / "1923_mets.xml")
    assert output.name == "1923_mets"
    assert output.pages[0].names == {"0001", "a1"}
    assert (output.pages[0].width, output.pages[0].height) == (100.5, 200)
    assert [(block.id, block.article) for block in output.blocks] == [("T1", 0), ("T2", 0), ("T3", None)]
    assert [line.text for line in output.lines] == ["one two-", "th-", "nowhere"]
    assert output.lines[0].outline == ((1, 2), (8, 2), (8, 6), (1, 6))
    assert output.lines[1].outline == ((1, 8), (8, 8.5), (8, 12), (1, 12))
    assert output.lines[2].outline == ()


def test_parts_of_an_article_are_its_own_and_adverts_are_articles(tmp_path: Path) -> None:
    write_output(tmp_path / "issue")
    file = tmp_path / "issue/mets.xml"
    text = file.read_text("utf-8").replace('<fptr><area FILEID="F1" BETYPE="IDREF" BEGIN="part2"/></fptr>', "", 1)
    inner = '<div TYPE="ILLUSTRATION"><fptr><area FILEID="F1" BEGIN="part2"/></fptr></div>'
    text = text.replace('</div><div TYPE="ARTICLE" ID="A2">', f'{inner}</div><div TYPE="ARTICLE" ID="A2">')
    file.write_text(text.replace('"ARTICLE" ID="A2"', '"ADVERTISEMENT" ID="A2"'), "utf-8")
    output = read_output(tmp_path / "issue")
    assert output.articles == ("A1", "A2")
    assert {block.id: block.article for block in output.blocks} == {
        block: number for number, article in enumerate(ARTICLES) for block in article
    }


def two_pages(directory: Path, names: tuple[str, str] = ("0001", "0002")) -> Path:
    """An issue whose second page is like the first; an article goes over both."""
    directory.mkdir()
    for name in names:
        (directory / f"{name}.xml").write_text(alto(BLOCKS, BOXES), "utf-8")
    areas = [[("F1", "part1"), ("F2", "part2")], [("F1", "part3")]]
    text = mets({"F1": f"{names[0]}.xml", "F2": f"{names[1]}.xml"}, areas)
    (directory / "mets.xml").write_text(text, "utf-8")
    return directory


def both_pages(*images: str) -> dict[str, object]:
    page = line_truth()["pages"][0]
    return line_truth() | {"pages": [page | {"image": image} for image in images]}


def written(path: Path, truth: object) -> Path:
    path.write_text(truth if isinstance(truth, str) else json.dumps(truth), "utf-8")
    return path


def test_pages_match_by_name_whatever_their_order_and_number(tmp_path: Path) -> None:
    output = read_output(write_output(tmp_path / "issue"))
    truth = read_truth(written(tmp_path / "truth.json", both_pages("0000.jpg", "0001.jpg")))
    figures = score(truth, output).figures
    assert figures[Figure.LOST].value == 1 / 2
    assert figures[Figure.MERGED].value == 0
    renamed = read_truth(written(tmp_path / "renamed.json", both_pages("scan.jpg")))
    assert score(renamed, output).figures[Figure.LOST].value == 0


def test_blocks_of_pages_whose_ids_begin_anew(tmp_path: Path) -> None:
    output = read_output(two_pages(tmp_path / "issue"))
    truth = {"articles": {"1": ["0001#part1", "0002#part2"], "2": ["0001#part3"]}}
    figures = score(read_truth(written(tmp_path / "truth.json", truth)), output).figures
    assert {each.value for each in figures.values()} == {1}


def test_every_page_of_an_alto_file_is_read(tmp_path: Path) -> None:
    first, second = (alto({name: BLOCKS[name]}, BOXES) for name in ("part1", "part2"))
    page = second[second.index("<Page") : second.index("</Layout>")]
    (tmp_path / "both.xml").write_text(first.replace("</Layout>", f"{page}</Layout>"), "utf-8")
    text = mets({"F1": "both.xml"}, [[("F1", "part1"), ("F1", "part2")]])
    own = '<div TYPE="PAGE"><fptr FILEID="F1"/></div>'
    named = "".join(f'<div TYPE="PAGE"><fptr FILEID="F1"/><fptr FILEID="{name}"/></div>' for name in ("I1", "I2"))
    files = "".join(f'<file ID="I{n}"><FLocat xlink:href="000{n}.jpg"/></file>' for n in (1, 2))
    text = text.replace(own, named).replace("</fileGrp>", f"{files}</fileGrp>")
    (tmp_path / "mets.xml").write_text(text, "utf-8")
    output = read_output(tmp_path)
    assert [page.names for page in output.pages] == [{"both", "0001"}, {"both", "0002"}]
    assert [(block.id, block.page, block.article) for block in output.blocks] == [("part1", 0, 0), ("part2", 1, 0)]
    assert [line.text for line in output.lines] == [*BLOCKS["part1"], *BLOCKS["part2"]]


def test_text_of_blocks_with_one_id_is_all_counted_and_the_first_is_meant(tmp_path: Path) -> None:
    """On one page, and on two of a file that counts its blocks anew on each."""
    one = alto({name: BLOCKS[name] for name in ("part1", "part2")}, BOXES).replace('"part2"', '"part1"')
    page = one[one.index("<Page") : one.index("</Layout>")]
    (tmp_path / "both.xml").write_text(one.replace("</Layout>", f"{page}</Layout>"), "utf-8")
    (tmp_path / "mets.xml").write_text(mets({"F1": "both.xml"}, [[("F1", "part1")]]), "utf-8")
    output = read_output(tmp_path)
    assert [(block.page, block.article) for block in output.blocks] == [(0, 0), (0, None), (1, None), (1, None)]
    assert output.blocks[0].id == "part1"
    assert [line.text for line in output.lines] == [*BLOCKS["part1"], *BLOCKS["part2"]] * 2


FLAT = {"text": "a", "quad": [[1, 5], [9, 5], [9, 5], [1, 5]], "article": "1", "role": "body"}
ZONE = {"page": 0, "box": [0, 0, 10, 10]}
BAD_TRUTHS = [
    ("[", "truth.json is no JSON: Expecting value"),
    ("{}", "truth.json is a truth of no form that is known: give a JSON file of lines, zones"),
    ('"text"', "truth of no form that is known"),
    ({"zones": []}, "has no form of truth that is known: zones: Tuple should have at least 1 item"),
    ({"zones": [{"page": 0, "box": [1, 2, 3], "article": 1}]}, r"zones\.0\.box\.3: Field required"),
    ({"lang": "en", "pages": [{"width": 0, "height": 1, "lines": []}]}, r"pages\.0\.width: Input should be greater"),
    ({"articles": {"1": []}}, r"articles\.1: Tuple should have at least 1 item"),
    ([{"id": "1"}], r"articles\.0\.text: Field required"),
    ([], "articles: Tuple should have at least 1 item"),
    ([{"id": "1", "text": "a"}, {"id": "1", "text": "b"}], "truth.json contradicts itself: article 1 is given 2 times"),
    ({"articles": {"1": ["b1"], "2": ["b2", "b1"]}}, "contradicts itself: block b1 is given 2 times"),
    ({"zones": [ZONE | {"article": "1"}, ZONE | {"article": "2"}]}, r"contradicts itself: zone page 0, box \(0\.0"),
    (line_truth() | {"articles": [{"id": "1"}, {"id": "1"}]}, "contradicts itself: article 1 is given 2 times"),
    (line_truth() | {"pages": line_truth()["pages"] * 2}, r"contradicts itself: page 0001\.jpg is given 2 times"),
    (f'{{"zones": [{{"page": {"9" * 5000}}}]}}', "truth.json is no JSON: Exceeds the limit"),
    ({"lang": "en", "pages": [{"width": 9, "height": 9, "lines": []}]}, "truth: there is no line on any page"),
    (
        {"lang": "en", "pages": [{"width": 9, "height": 9, "lines": [FLAT]}]},
        r"pages\.0\.lines\.0: its quad encloses nothing",
    ),
]


@pytest.mark.parametrize(("truth", "sentence"), BAD_TRUTHS)
def test_a_bad_truth_is_refused_in_a_sentence(tmp_path: Path, truth: object, sentence: str) -> None:
    with pytest.raises(EvaluationError, match=sentence):
        read_truth(written(tmp_path / "truth.json", truth))


def test_a_truth_that_an_editor_marked_as_utf8_is_read(tmp_path: Path) -> None:
    path = tmp_path / "truth.json"
    path.write_text(json.dumps(line_truth()), "utf-8-sig")
    assert read_truth(path) == read_truth(written(tmp_path / "plain.json", line_truth()))


def test_a_truth_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="holds no truth: give a JSON file of lines"):
        read_truth(tmp_path)
    (tmp_path / "1.txt").write_bytes("晶報".encode("big5"))
    with pytest.raises(EvaluationError, match=r"1\.txt holds text that is not UTF-8"):
        read_truth(tmp_path)


MISMATCHES = [
    (both_pages("a.jpg", "b.jpg"), "the truth has 2 .a.jpg, b.jpg., the output 1, and none has the name"),
    (line_truth() | {"pages": [line_truth()["pages"][0] | {"width": 500}]}, "500 x 1000 in the truth and 1000 x 1000"),
    ({"zones": [{"page": 1, "box": [0, 0, 9, 9], "article": "1"}]}, "a zone lies on page 1, which the output does not"),
    ({"zones": [{"page": "x", "box": [0, 0, 9, 9], "article": "1"}]}, "a zone lies on page x"),
    ({"zones": [{"page": 0, "box": [0, 0, 9, 9], "article": "1"}]}, "no line lies in a zone"),
    ({"pages": 2, "zones": [{"page": 0, "box": [0, 0, 9, 9], "article": "1"}]}, "the truth has 2, the output 1"),
    ({"articles": {"1": ["B1", "B2"]}}, "has none of the TextBlocks of the truth .B1, …."),
    ([{"id": "7", "text": " ."}], "article 7 of the truth has no text"),
]


@pytest.mark.parametrize(("truth", "sentence"), MISMATCHES)
def test_a_truth_of_something_else_is_refused(tmp_path: Path, truth: object, sentence: str) -> None:
    output = read_output(write_output(tmp_path / "issue"))
    with pytest.raises(EvaluationError, match=sentence):
        score(read_truth(written(tmp_path / "truth.json", truth)), output)


def test_block_ids_that_several_pages_have_are_refused(tmp_path: Path) -> None:
    truth = read_truth(written(tmp_path / "truth.json", {"articles": {"1": ["part1"]}}))
    with pytest.raises(EvaluationError, match="several pages have a TextBlock part1: write the name of its page"):
        score(truth, read_output(two_pages(tmp_path / "issue")))


ENTITY = '<!DOCTYPE mets [<!ENTITY secret SYSTEM "file:///etc/passwd">]><mets>&secret;</mets>'
LAUGHS = '<!DOCTYPE mets [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><mets LABEL="&b;"/>'
BAD_METS = [
    ("", "is empty"),
    ("no XML", "is not readable as XML"),
    ("<mets>", "is damaged"),
    ("<mets>" + "<div>" * 300 + "</div>" * 300 + "</mets>", "has more than 256 elements in each other"),
    ("<?xml version='1.0' encoding='latin-ten'?><mets/>", "an encoding that is not read .* save it as UTF-8"),
    (ENTITY, "declares a document type"),
    (LAUGHS, "declares a document type"),
    ("<alto/>", "is no METS: its root element is alto"),
    ("<mets/>", "points to no ALTO file"),
    (mets({"F1": "gone.xml"}, [[("F1", "b")]]), "points to gone.xml, which is not there"),
    (mets({"F1": "%00.xml"}, [[("F1", "b")]]), "points to %00.xml, which is not there"),
    (mets({"F1": "../other.xml"}, [[("F1", "b")]]), "points to ../other.xml, outside its own directory"),
    (mets({"F1": "page.xml"}, [[("F1", "b")]]), "has a position or size that is no number"),
    (mets({"F1": "empty.xml"}, [[("F1", "b")]]), "is ALTO without a Page"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD_METS)
def test_a_bad_output_is_refused_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    issue = tmp_path / "issue"
    issue.mkdir()
    (issue / "mets.xml").write_text(text, "utf-8")
    (tmp_path / "other.xml").write_text(alto(BLOCKS, BOXES), "utf-8")
    (issue / "page.xml").write_text(alto(BLOCKS, BOXES).replace('HPOS="100"', 'HPOS="nan"'), "utf-8")
    (issue / "empty.xml").write_text("<alto/>", "utf-8")
    with pytest.raises(DigitizeError, match=sentence):
        read_output(issue)


def test_issues_and_truths_match_by_name(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write_output(tmp_path / "output" / name)
    truth = tmp_path / "truth"
    (truth / "b/articles").mkdir(parents=True)
    (truth / "b/articles/1.txt").write_text("text", "utf-8")
    (truth / "d").mkdir()
    for name in ("a.json", "d/zones.json"):
        written(truth / name, {})
    pairs = find_pairs(tmp_path / "output", truth)
    assert [(each.name, each.truth) for each in pairs.pairs] == [("a", truth / "a.json"), ("b", truth / "b")]
    assert (pairs.without_output, pairs.without_truth) == (("d",), ("c",))
    alone = find_pairs(tmp_path / "output/b", truth)
    assert ([each.name for each in alone.pairs], alone.without_output) == (["b"], ())
    direct = find_pairs(tmp_path / "output/c/mets.xml", truth / "d")
    assert [(each.name, each.truth) for each in direct.pairs] == [("c", truth / "d")]
    with pytest.raises(EvaluationError, match=r"is a folder of issues and .* the truth of one"):
        find_pairs(tmp_path / "output", truth / "b")
    with pytest.raises(EvaluationError, match=r"No truth in .* has the name of an issue in .*, as c"):
        find_pairs(tmp_path / "output/c", truth)
    with pytest.raises(EvaluationError, match="gone does not exist"):
        find_pairs(tmp_path / "gone", truth)
    with pytest.raises(EvaluationError, match="holds no digitized issue"):
        find_pairs(truth, truth)
