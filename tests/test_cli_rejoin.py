"""`digitize rejoin` as a shell sees it: ALTO of other programs in, METS and articles out."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from altos import document, row, string, text_block, text_line
from issues import SHARED
from lxml import etree
from xml_checks import STANDARDS, link_problems, schema_problems

from digitize.errors import ExitCode
from digitize.store import Status, load_manifest

METS = "{http://www.loc.gov/METS/}"
BLIND = SHARED / "data" / "blind-alto" / "JDPL_18210801_1"


@pytest.fixture
def digitize(tmp_path: Path):
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "digitize.cli", "rejoin", *map(str, arguments)]
        environment = os.environ | {"COLUMNS": "200", "TERM": "dumb"}
        return subprocess.run(command, env=environment, cwd=tmp_path, text=True, capture_output=True, check=False)

    return run


STORY = "The harbour master said that after years of quiet work most families along the river would see a new bridge"


def page(*paragraphs: str, first: int = 1) -> str:
    """A page of one column: each paragraph is a text block of rows four words long."""
    blocks, top = [], 100
    for number, text in enumerate(paragraphs, first):
        words = text.split()
        rows = []
        for at in range(0, len(words), 4):
            rows.append(row(" ".join(words[at : at + 4]), 100, top))
            top += 26
        blocks.append(text_block(f"B{number}", *rows))
        top += 26
    return document(*blocks)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def areas(mets: Path) -> list[tuple[str, str]]:
    root = etree.parse(mets).getroot()
    return [(area.get("FILEID"), area.get("BEGIN")) for area in root.iter(f"{METS}area") if area.get("BEGIN")]


def test_help_teaches_by_example(digitize) -> None:
    shown = digitize("--help").stdout
    for part in ("digitize rejoin archive -o articles", "--name", "--output", "ALTO 2, 3 and 4", "Exit status"):
        assert part in shown


def test_a_folder_of_alto_becomes_an_issue_with_the_files_as_they_were(digitize, tmp_path: Path) -> None:
    for number in (2, 10, 1):
        write(tmp_path / "1923-05-01" / f"page{number}.xml", page(f"Page {number}.", STORY, STORY))
    write(tmp_path / "1923-05-01" / "mets.xml", "<mets xmlns='http://www.loc.gov/METS/'/>")
    result = digitize("1923-05-01")
    assert result.returncode == ExitCode.OK, result.stderr
    assert "1923-05-01: complete" in result.stdout
    output = tmp_path / "output" / "1923-05-01"
    for number in (1, 2, 10):
        given = (tmp_path / "1923-05-01" / f"page{number}.xml").read_bytes()
        assert (output / "alto" / f"page{number}.xml").read_bytes() == given
        assert STORY in (output / "text" / f"page{number}.txt").read_text("utf-8")
    manifest = load_manifest(output)
    assert manifest.status is Status.COMPLETE
    assert [file.path for file in manifest.inputs] == ["page1.xml", "page2.xml", "page10.xml"]
    assert {file.path for file in manifest.outputs} == {
        path.relative_to(output).as_posix() for path in output.rglob("*.*") if path.name != "manifest.json"
    }
    document_ = json.loads((output / "articles.json").read_text("utf-8"))
    assert {part["text_block"] for article in document_["articles"] for part in article["parts"]} == {"B1", "B2", "B3"}
    articles = "".join(path.read_text("utf-8") for path in sorted((output / "articles").iterdir()))
    assert articles.count(STORY) == 6

    again = digitize("1923-05-01")
    assert again.returncode == ExitCode.OK
    assert "unchanged" in again.stdout
    assert "complete" in digitize("1923-05-01", "--force").stdout


def test_mets_names_alto_and_text_and_no_image(digitize, tmp_path: Path) -> None:
    write(tmp_path / "daily" / "1.xml", page("One.", STORY, STORY, STORY))
    write(tmp_path / "daily" / "2.xml", page("Two.", STORY))
    assert digitize("daily").returncode == ExitCode.OK
    mets = tmp_path / "output" / "daily" / "mets.xml"
    assert link_problems(mets) == []
    if STANDARDS.is_dir():
        assert schema_problems(mets) == []
    root = etree.parse(mets).getroot()
    assert [group.get("ID") for group in root.iter(f"{METS}fileGrp")] == [
        "ALTOGRP",
        "TEXTGRP",
        "ARTICLEGRP",
        "ISSUEGRP",
    ]
    named = Counter(areas(mets))
    assert set(named.values()) == {1}
    assert {("ALTO00001", "B2"), ("ALTO00001", "B4"), ("ALTO00002", "B2")} <= set(named)


def test_text_blocks_without_an_id_of_their_own_are_in_the_text_and_not_in_mets(digitize, tmp_path: Path) -> None:
    write(tmp_path / "daily" / "1.xml", page("One.", STORY, STORY.upper()).replace('"B3"', '"B2"'))
    assert digitize("daily").returncode == ExitCode.OK
    output = tmp_path / "output" / "daily"
    assert [name for _, name in areas(output / "mets.xml")].count("B2") == 1
    assert link_problems(output / "mets.xml") == []
    assert "HARBOUR MASTER" in "".join(path.read_text("utf-8") for path in (output / "articles").iterdir())
    assert "no ID of its own" in load_manifest(output).warnings[0]


def test_nested_folders_are_issues_and_a_folder_called_alto_is_not_their_name(digitize, tmp_path: Path) -> None:
    write(tmp_path / "archive" / "1900" / "ALTO" / "1.xml", page("One.", STORY))
    write(tmp_path / "archive" / "1901" / "1.xml", page("One.", STORY))
    result = digitize("archive", "-o", "out")
    assert result.returncode == ExitCode.OK, result.stderr
    assert "2 issues: 2 complete" in result.stdout
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1900", "1901"]
    assert digitize("archive/1900/ALTO", "-o", "alone").returncode == ExitCode.OK
    assert (tmp_path / "alone" / "1900" / "mets.xml").is_file()


def test_files_given_directly_are_one_issue_which_can_be_named(digitize, tmp_path: Path) -> None:
    files = [write(tmp_path / "box" / f"{number}.xml", page("One.", STORY)) for number in (1, 2)]
    assert "box: complete" in digitize(*files).stdout
    assert "Evening Post 1923: complete" in digitize(*files, "--name", "Evening Post 1923").stdout
    assert len(list((tmp_path / "output" / "Evening Post 1923" / "alto").iterdir())) == 2


def test_a_bad_file_leaves_the_issue_partial_and_the_next_run_completes_it(digitize, tmp_path: Path) -> None:
    good = write(tmp_path / "daily" / "1.xml", page("One.", STORY))
    bad = write(tmp_path / "daily" / "2.xml", good.read_text("utf-8")[:-40])
    result = digitize("daily")
    assert result.returncode == ExitCode.PARTIAL
    assert "2.xml is damaged" in result.stdout
    assert "Traceback" not in result.stderr
    output = tmp_path / "output" / "daily"
    assert load_manifest(output).status is Status.PARTIAL
    assert "PARTIAL" in (output / "mets.xml").read_text("utf-8")
    bad.write_bytes(good.read_bytes())
    assert digitize("daily").returncode == ExitCode.OK
    assert load_manifest(output).status is Status.COMPLETE


def test_an_issue_of_which_nothing_can_be_read_fails_and_hinders_no_other(digitize, tmp_path: Path) -> None:
    write(tmp_path / "archive" / "bad" / "1.xml", "<!DOCTYPE alto [<!ENTITY a 'b'>]><alto>&a;</alto>")
    write(tmp_path / "archive" / "good" / "1.xml", page("One.", STORY))
    result = digitize("archive", "-o", "out")
    assert result.returncode == ExitCode.PARTIAL
    assert "declares a document type" in result.stdout
    assert "2 issues: 1 complete, 1 failed" in result.stdout
    assert not (tmp_path / "out" / "bad").exists()
    assert digitize("archive/bad", "-o", "out").returncode == ExitCode.FAILED


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "nowhere does not exist"),
        (["empty"], "No ALTO file was found in empty"),
        (["daily", "-o", "daily/out"], "among the ALTO files"),
        (["daily", "--name", " "], "--name is empty"),
        (["daily", "-o", "daily/1.xml"], "is a file"),
    ],
)
def test_bad_usage_ends_in_one_sentence(digitize, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "daily" / "1.xml", page("One.", STORY))
    result = digitize(*arguments)
    assert result.returncode == ExitCode.FAILED
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_text_without_a_place_is_in_the_articles_and_told_in_the_console(digitize, tmp_path: Path) -> None:
    placeless = text_block("lost", text_line(string("Nobody knows where")))
    write(tmp_path / "daily" / "1.xml", document(text_block("B1", row(STORY, 100, 100)), placeless))
    result = digitize("daily")
    assert "daily: 1.xml: 1 text block does not say where it stands and is read where the ALTO has it." in result.stderr
    output = tmp_path / "output" / "daily"
    assert "Nobody knows where" in "".join(path.read_text("utf-8") for path in (output / "articles").iterdir())
    assert ("ALTO00001", "lost") in areas(output / "mets.xml")


def test_it_needs_neither_prefect_nor_the_recognizer(tmp_path: Path) -> None:
    write(tmp_path / "daily" / "1.xml", page("One.", STORY))
    code = (
        "import sys\nfrom digitize.cli.program import app\n"
        "app(['rejoin', 'daily'], standalone_mode=False)\n"
        "print('loaded:', *(name for name in ('prefect', 'paddleocr', 'onnxruntime') if name in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, text=True, capture_output=True, check=False)
    assert result.stdout.splitlines()[-1].strip() == "loaded:", result.stderr


@pytest.mark.skipif(not BLIND.is_dir(), reason=f"no ALTO at {BLIND}")
def test_a_real_issue_comes_out_whole(digitize, tmp_path: Path) -> None:
    assert digitize(BLIND, "-o", "out").returncode == ExitCode.OK
    output = tmp_path / "out" / BLIND.name
    truth = json.loads((BLIND / "truth.json").read_text("utf-8"))
    named = Counter(name for _, name in areas(output / "mets.xml"))
    assert set(named.values()) == {1}
    owned = {name for names in truth["articles"].values() for name in names}
    assert len(owned & set(named)) >= 0.95 * len(owned)
    assert link_problems(output / "mets.xml") == []
    if STANDARDS.is_dir():
        assert schema_problems(output / "mets.xml") == []
