"""The benchmark of articles, run for real on issues of a few lines."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from altos import document, row, text_block

from benchmarks.accuracy import issues, truths
from benchmarks.accuracy.records import KnownIssue, Row, Skipped
from benchmarks.accuracy.report import markdown
from benchmarks.accuracy.results import Results, as_json, read_json
from digitize.errors import EvaluationError, UsageError
from digitize.evaluate import Figure, Kind
from digitize.evaluate.truth import TextTruth

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
ZONES = {"zones": [{"page": 0, "box": [0, 0, 2000, 2000], "article": "1"}]}


def accuracy(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.accuracy", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=os.environ, text=True, capture_output=True, check=False)


def rows(told: str, heading: str) -> dict[str, list[str]]:
    """Cells of a table of one section by the first of each row."""
    _, _, after = told.partition(f"### {heading}\n\n")
    cells = [[each.strip() for each in line.strip("|").split("|")] for line in after.partition("\n\n")[0].splitlines()]
    return {first: rest for first, *rest in cells[2:]}


def folder(path: Path, *files: str, truth: object = None, name: str = "zones.json") -> Path:
    """A folder with files whose content is of no matter, and a truth."""
    path.mkdir(parents=True)
    for file in files:
        (path / file).write_bytes(b"?")
    if truth is not None:
        (path / name).write_text(truth if isinstance(truth, str) else json.dumps(truth), "utf-8")
    return path


def alto_issue(path: Path) -> Path:
    """An article in two blocks of one page as ALTO, and zones around them."""
    path.mkdir(parents=True)
    first, second = (
        [row(f"the story goes on with line {at} of it", 100, top + 30 * at) for at in range(8)] for top in (100, 340)
    )
    page = document(text_block("b1", *first), text_block("b2", *second))
    (path / "0001.xml").write_text(page, "utf-8")
    zones = [
        {"page": 0, "box": [0, 0, 1000, 335], "article": "1", "order": 0},
        {"page": 0, "box": [0, 335, 1000, 700], "article": "1", "order": 1},
    ]
    (path / "zones.json").write_text(json.dumps({"zones": zones}), "utf-8")
    return path


def test_issues_are_found_by_the_truth_beside_scans_or_alto(tmp_path: Path) -> None:
    folder(tmp_path / "real/hk-1", "0002.jpg", "0001.jpg", truth=ZONES)
    folder(tmp_path / "real/volume", "0001.pdf", truth="text", name="text.txt")
    folder(tmp_path / "real/two", "a.pdf", "b.pdf", truth=ZONES)
    folder(tmp_path / "given", "0001.xml", truth=ZONES)
    folder(tmp_path / "jingbao-1939", "0001.png", truth="<fold/>", name="truth.xml")
    folder(tmp_path / "scans", "0001.tif")
    folder(tmp_path / "text", truth=ZONES)
    found, skipped = issues.find([tmp_path], [])
    assert [(each.name, each.kind, each.is_alto, [file.name for file in each.source.files]) for each in found] == [
        ("given", "other", True, ["0001.xml"]),
        ("jingbao-1939", "vertical", False, ["0001.png"]),
        ("real/hk-1", "Hong Kong dailies", False, ["0001.jpg", "0002.jpg"]),
        ("real/volume", "other", False, ["0001.pdf"]),
    ]
    assert skipped == [
        Skipped("real/two", "2 issues lie beside one truth"),
        Skipped("scans", "no truth lies beside its scans"),
        Skipped("text", "neither scans nor ALTO lie beside its truth"),
    ]


def test_copies_of_a_page_share_its_truth(tmp_path: Path) -> None:
    folder(tmp_path / "cases", "bleed.jpg", "layers.pdf", "one-block.xml")
    folder(tmp_path / "seed-page", "0001.jpg", truth=ZONES)
    found, skipped = issues.find([tmp_path], [])
    assert {(each.name, each.truth.parent.name) for each in found} == {
        ("cases/bleed", "seed-page"),
        ("cases/layers", "seed-page"),
        ("seed-page", "seed-page"),
    }
    assert skipped == [Skipped("cases/one-block.xml", "no scan of the page whose truth is in seed-page")]
    (tmp_path / "seed-page/zones.json").unlink()
    with pytest.raises(UsageError, match="holds no issue with a truth"):
        issues.find([tmp_path], [])


def test_issues_are_chosen_by_name_end_of_name_or_kind(tmp_path: Path) -> None:
    for name in ("real/hk-1", "real/hk-2", "real/highland"):
        folder(tmp_path / name, "0001.jpg", truth=ZONES)

    def chosen(*only: str) -> list[str]:
        return [each.name.removeprefix("real/") for each in issues.find([tmp_path], only)[0]]

    assert chosen("hk-*") == chosen("Hong Kong*") == ["hk-1", "hk-2"]
    assert chosen("real/hk-2", "highland") == ["highland", "hk-2"]
    with pytest.raises(UsageError, match="that is called nothing or such"):
        chosen("nothing", "such")
    folder(tmp_path / "more/real/hk-1", "0001.jpg", truth=ZONES)
    with pytest.raises(UsageError, match="Two issues are called real/hk-1"):
        issues.find([tmp_path / "more", tmp_path], [])
    with pytest.raises(UsageError, match="gone is no folder"):
        issues.find([tmp_path / "gone"], [])


def test_xml_of_articles_is_a_truth(tmp_path: Path) -> None:
    xml = tmp_path / "truth.xml"
    xml.write_text(
        '<!DOCTYPE f [<!ENTITY gaiji "&#x5b57;">]><f><div type="page">'
        '<div type="article"><p>一二三四五<lb/>六七八九</p>&gaiji;<!-- no --></div>'
        '<div type="advert">soap and candles</div><div type="article">short</div></div></f>',
        "utf-8",
    )
    truth = truths.read(xml)
    assert isinstance(truth, TextTruth)
    assert [(each.id, each.text) for each in truth.articles] == [
        ("1", "一二三四五六七八九字"),
        ("2", "soap and candles"),
    ]
    for text, told in (("<f>", "is damaged"), ("<f/>", "holds no article")):
        xml.write_text(text, "utf-8")
        with pytest.raises(EvaluationError, match=told):
            truths.read(xml)


def row_of(name: str, kind: str, **figures: float) -> Row:
    return Row(name, kind, Kind.ZONES, 2, {Figure(figure): value for figure, value in figures.items()})


BEFORE = Results(
    [
        row_of("a", "dailies", exact_articles=0.5, alarm=0.2, pure=1.0),
        row_of("b", "weeklies", exact_articles=0.0, headlines=1.0),
        row_of("c", "dailies", exact_articles=1.0, headlines=0.0),
    ],
    [Skipped("d", "it is torn")],
)


def test_means_count_each_issue_once_where_it_has_the_figure(tmp_path: Path) -> None:
    told = rows(markdown(BEFORE), "Against truth of zones")
    assert list(told) == ["a", "c", "b", "**dailies**", "**weeklies**", "**all**"]
    exact, head, alarm = 3, 5, 9
    assert [told["**dailies**"][at] for at in (0, exact, head, alarm)] == ["mean of 2", "0.750", "0.000", "0.200"]
    assert [told["**all**"][at] for at in (0, exact, head, alarm)] == ["mean of 3", "0.500", "0.500", "0.200"]
    assert told["b"][alarm] == "–"
    assert "- d: it is torn" in markdown(BEFORE)
    (tmp_path / "kept.json").write_text(as_json(BEFORE), "utf-8")
    assert read_json(tmp_path / "kept.json").rows == BEFORE.rows
    (tmp_path / "kept.json").write_text('{"issues": [{}]}', "utf-8")
    with pytest.raises(UsageError, match="holds no results of this benchmark"):
        read_json(tmp_path / "kept.json")


def test_changes_are_told_of_what_both_runs_have() -> None:
    now = Results(
        [
            row_of("a", "dailies", exact_articles=0.75, alarm=0.4, pure=0.9996),
            row_of("c", "dailies", exact_articles=1.0),
            row_of("e", "dailies", exact_articles=0.0),
        ],
        (),
    )
    told = markdown(now, BEFORE)
    lines = [line for line in told.partition("### Changes")[2].splitlines() if line.startswith("|")][2:]
    assert lines == [
        "| a | exact | 0.500 | 0.750 | +0.250 | better |",
        "| a | alarm | 0.200 | 0.400 | +0.200 | worse |",
        "| c | headline | 0.000 | – |  |  |",
        "| **dailies** | exact | 0.750 | 0.875 | +0.125 | better |",
        "| **dailies** | headline | 0.000 | – |  |  |",
        "| **dailies** | alarm | 0.200 | 0.400 | +0.200 | worse |",
        "| **all** | exact | 0.750 | 0.875 | +0.125 | better |",
        "| **all** | headline | 0.000 | – |  |  |",
        "| **all** | alarm | 0.200 | 0.400 | +0.200 | worse |",
    ]
    assert "Only before: b." in told
    assert "Only now: e." in told
    assert "No figure has changed." in markdown(BEFORE, BEFORE)


def test_given_alto_is_rejoined_and_scored(tmp_path: Path) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept.json"
    alto_issue(data / "good")
    shutil.copytree(data / "good", data / "bad")
    (data / "bad/0001.xml").write_text("<alto>", "utf-8")
    places = ("--data", data, "--output", tmp_path / "out")
    result = accuracy(*places, "--json", kept)
    assert result.returncode == 0, result.stderr
    told = rows(result.stdout, "Against truth of zones")
    assert told["good"][:4] == ["other", "1", "1.000", "1.000"]
    assert "\n- bad: " in result.stdout
    figures = json.loads(kept.read_text("utf-8"))["issues"][0]["figures"]
    assert (figures["exact_articles"], figures["pure"], figures["extra_articles"]) == (1, 1, 0)
    again = accuracy(*places, "--against", kept)
    assert "No figure has changed." in again.stdout
    none = accuracy(*places, "--only", "bad")
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr.splitlines()[-1].startswith("benchmarks.accuracy: No issue could be scored. bad: ")


@pytest.mark.slow
def test_a_scan_is_read_once_and_everything_after_that_anew(column_scan: Path, tmp_path: Path) -> None:
    data = folder(tmp_path / "data/column", truth=ZONES)
    shutil.copy(column_scan, data)
    places = ("--data", tmp_path / "data", "--output", tmp_path / "out")
    first, second = accuracy(*places), accuracy(*places)
    assert first.returncode == second.returncode == 0, first.stderr
    assert "column: column.jpg is read …" in first.stderr
    assert "is read" not in second.stderr
    assert first.stdout == second.stdout
    assert "is read" not in accuracy(*places[:2], "--output", tmp_path / "other", "--pages", tmp_path / "out").stderr
    assert "is read" in accuracy(*places, "--again").stderr


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not there")
def test_all_truths_of_the_shared_data_are_read() -> None:
    found, _ = issues.find([SHARED], [])
    assert all(isinstance(each, KnownIssue) and each.kind != "other" for each in found)
    assert {type(truths.read(each.truth)).__name__ for each in found} == {
        "BlockTruth",
        "LineTruth",
        "PageTextTruth",
        "TextTruth",
        "ZoneTruth",
    }
