"""The benchmark, run for real on a page small enough; how fast anything is, is no matter of tests."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median

import pytest
from PIL import Image

from benchmarks import figures, growth, pages
from benchmarks.characters import accuracy
from benchmarks.measure import FIRST_SIGHT, Comparison, Trial, _Bench
from benchmarks.programs import PROGRAMS
from benchmarks.records import FoundLine
from benchmarks.report import Results, markdown
from benchmarks.stopwatch import NETWORKS, Part
from benchmarks.synthetic import LINES, synthetic_issue
from digitize import pipeline
from digitize.errors import UsageError
from digitize.evaluate.truth import LineTruth

ROOT = Path(__file__).parents[1]
CORNER = (2020, 2850, 3290, 3240)
"""Of the sample page, left, top, right, bottom: what `column_scan` shows."""


def benchmark(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", "--quick", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, text=True, capture_output=True, check=False)


def table(markdown: str, heading: str) -> list[list[str]]:
    """Cells of the rows below the head of the table in one section."""
    section = markdown.split(f"### {heading}\n")[1].partition("\n### ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


@pytest.fixture(scope="module")
def page_with_truth(column_scan: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few lines of the sample page, and beside them what is printed there."""
    page = tmp_path_factory.mktemp("benchmark") / "column.jpg"
    shutil.copy(column_scan, page)
    left, top, right, bottom = CORNER
    lines = [
        line | {"quad": [[x - left, y - top] for x, y in line["quad"]]}
        for line in json.loads((ROOT / "tests/data/sample-issue.json").read_text("utf-8"))["lines"]
        if all(left <= x <= right and top <= y <= bottom for x, y in line["quad"])
    ]
    truth = {
        "lang": "zh",
        "pages": [{"image": page.name, "width": right - left, "height": bottom - top, "lines": lines}],
    }
    page.with_name("truth.json").write_text(json.dumps(truth), "utf-8")
    return page


@pytest.mark.slow
def test_the_program_is_measured_and_scored_as_it_reads(page_with_truth: Path, tmp_path: Path) -> None:
    kept = tmp_path / "figures.json"
    result = benchmark("--only", "onnxruntime,rapidocr,rejoin", "--pages", page_with_truth, "--json", kept)
    assert result.returncode == 0, result.stderr
    measured = json.loads(kept.read_text("utf-8"))
    assert measured["left_out"] == []
    ours, peer = measured["programs"]["onnxruntime"], measured["programs"]["rapidocr"]
    assert ours["read"] > 0.95
    assert peer["read"] > 0.8
    assert ours["wrong"] < 0.05
    assert 50e6 < ours["peak"] < 5e9
    assert ours["cold"] > ours["seconds"] > 0
    assert ours["times_as_fast"]["rapidocr"] == pytest.approx(peer["seconds"] / ours["seconds"])
    warm = next(each for each in measured["trials"] if each["program"] == "onnxruntime" and each["round"] == 1)
    assert sum(warm["parts"].values()) == pytest.approx(warm["seconds"], rel=0.05)
    assert all(warm["parts"][part] > 0 for part in Part if part is not Part.BESIDE)
    assert sum(warm["parts"][part] for part in NETWORKS) > 0.2 * warm["seconds"]
    side_by_side = table(result.stdout, "Side by side")
    assert [row[0] for row in side_by_side] == ["digitize, ONNX Runtime", "RapidOCR"]
    assert float(side_by_side[0][1]) == pytest.approx(ours["seconds"], abs=0.01)
    assert [row[:2] for row in table(result.stdout, "Rejoining alone")] == [["2", "1200"], ["4", "2400"]]
    assert table(result.stdout, "Where the time of a page goes")[-3][0] == "all"


@pytest.mark.slow
def test_networks_are_told_from_the_rest_on_openvino(column_scan: Path, tmp_path: Path) -> None:
    pytest.importorskip("openvino", reason="OpenVINO has no package for this machine")
    kept = tmp_path / "figures.json"
    result = benchmark("--only", "f32", "--pages", column_scan, "--json", kept)
    assert result.returncode == 0, result.stderr
    warm = next(each for each in json.loads(kept.read_text("utf-8"))["trials"] if each["round"] == 1)
    assert min(warm["parts"][Part.DETECTION], warm["parts"][Part.RECOGNITION]) > 0.02 * warm["seconds"]
    assert sum(warm["parts"].values()) == pytest.approx(warm["seconds"], rel=0.05)


@pytest.mark.slow
def test_whole_runs_digitize_every_copy_of_the_page(column_scan: Path) -> None:
    result = benchmark("--only", "runs", "--pages", column_scan)
    assert result.returncode == 0, result.stderr
    assert "Left out" not in result.stdout
    rows = table(result.stdout, "Whole runs")
    assert [row[:2] for row in rows] == [["1", "is started"], ["1", "runs already"], ["2", "runs already"]]
    assert all(float(row[2]) > 0 for row in rows)


def test_a_program_that_is_not_there_is_left_out_with_a_sentence(column_scan: Path) -> None:
    result = benchmark("--only", "tesseract", "--pages", column_scan, PATH="")
    assert result.returncode == 0, result.stderr
    assert "- Tesseract is left out. Tesseract is not installed" in result.stdout
    assert "Side by side" not in result.stdout


@pytest.mark.slow
def test_a_program_that_dies_leaves_the_others_their_figures(column_scan: Path) -> None:
    (page,) = pages.chosen([column_scan], None, "chi_sim")
    ours, peer = PROGRAMS["onnxruntime"], PROGRAMS["rapidocr"]
    with ExitStack() as running:
        bench = _Bench(running, [page])
        for program in (ours, peer):
            assert bench.start(program, keep=True)
        bench._processes[peer.name]._process.kill()
        for number in (FIRST_SIGHT, 1):
            for program in (ours, peer):
                bench.read(program, page, number)
    comparison = bench.result([peer, ours], 1)
    assert comparison.programs == (ours,)
    (note,) = comparison.notes
    assert note.startswith(f"RapidOCR did not read {page.name}. Its process ended")
    shown = markdown(Results({}, comparison, [], [], [], comparison.notes))
    assert [row[0] for row in table(shown, "Side by side")] == [ours.title]
    assert note in shown


def test_figures_that_could_not_be_kept_are_not_measured(tmp_path: Path) -> None:
    result = benchmark("--only", "rejoin", "--json", tmp_path / "none" / "figures.json")
    assert result.returncode == 1
    assert f"there is no folder {tmp_path / 'none'}" in result.stderr
    assert result.stdout == ""


def test_a_name_that_is_none_is_refused_in_one_sentence() -> None:
    unknown = benchmark("--only", "abbyy")
    assert unknown.returncode == 1
    assert unknown.stderr.startswith("benchmarks: --only abbyy: choose among int8, ")
    assert len(unknown.stderr.splitlines()) == 1


def test_a_folder_without_images_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no image"):
        pages.chosen([tmp_path], None, "eng")
    with pytest.raises(UsageError, match="holds none of the pages seed-page"):
        pages.chosen([], tmp_path, "eng")


def test_ratios_are_taken_in_each_round_over_the_pages_both_read() -> None:
    ours, peer = PROGRAMS["f32"], PROGRAMS["paddleocr"]
    first = pages.sample()
    second = replace(first, name="second")
    seconds = {
        ours: {(0, first): 9.0, (0, second): 5.0, (1, first): 1.0, (1, second): 1.0, (2, first): 2.0, (2, second): 9.0},
        peer: {(0, first): 9.0, (1, first): 4.0, (2, first): 6.0},
    }
    trials = tuple(
        Trial(program.name, page.name, number, value, value, {})
        for program, values in seconds.items()
        for (number, page), value in values.items()
    )
    cold = {ours.name: (7.0, 3.0, 4.0), peer.name: (8.0,)}
    comparison = Comparison((ours, peer), (first, second), 2, trials, cold, dict.fromkeys(cold, 1), {}, {}, ())
    found = figures.summary(comparison, ours)
    assert found.times_as_fast == {"paddleocr": median([4.0 / 1.0, 6.0 / 2.0])}
    assert found.seconds == median([1.0, 5.5])
    assert found.first_sight == 5.0
    assert found.cold == 4.0
    assert found.read is None


def test_reading_half_of_the_sample_reads_half_of_its_pairs() -> None:
    page = pages.sample()
    truth = pages.truth_of(page)
    assert isinstance(truth, LineTruth)
    lines = [FoundLine(line.text, line.quad) for line in truth.pages[0].lines]
    whole, half = accuracy(truth, page, lines), accuracy(truth, page, lines[::2])
    glued = accuracy(truth, page, [FoundLine("".join(line.text for line in lines), lines[0].corners)])
    assert (whole.read, whole.wrong) == (1.0, 0.0)
    assert half.read is not None
    assert 0.4 < half.read < 0.75
    assert half.wrong is not None
    assert 0.4 < half.wrong < 0.6
    assert glued.read == 1.0
    assert glued.wrong is not None
    assert glued.wrong > 0.9


def test_copies_of_a_page_differ_in_their_bytes_alone(column_scan: Path) -> None:
    original = column_scan.read_bytes()
    copies = list(growth.copies(original, 3))
    assert len({original, *copies}) == 4
    assert len({Image.open(BytesIO(content)).tobytes() for content in (original, *copies)}) == 1


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, [[1]]),
        (2, [[1], [2], [1, 1]]),
        (4, [[1], [2], [4], [2, 2], [1] * 4]),
        (6, [[1], [2], [4], [6], [3, 3], [1] * 4, [1] * 6]),
    ],
)
def test_cores_are_shared_out_without_two_workers_on_one(count: int, expected: list[list[int]]) -> None:
    layouts = growth.layouts(range(count))
    assert [[len(worker) for worker in layout] for layout in layouts] == expected
    for layout in layouts:
        taken = [core for worker in layout for core in worker]
        assert len(set(taken)) == len(taken)


def test_the_synthetic_issue_holds_the_articles_it_was_made_of() -> None:
    made = synthetic_issue(1)
    assert [len(page.lines) for page in made] == [LINES]
    assert len(pipeline.rejoin_pages("synthetic", made, ()).articles) == 15


def ranges(*pages: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.ranges", *map(str, pages)]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


@pytest.mark.slow
def test_ranges_of_the_recognizer_are_measured_again_as_they_are_known(column_scan: Path) -> None:
    pytest.importorskip("openvino")
    measured = ranges(column_scan)
    assert measured.returncode == 0, measured.stderr
    ((weights, found),) = json.loads(measured.stdout).items()
    known = json.loads((ROOT / "src/digitize/recognition/ranges.json").read_text("utf-8"))[weights]
    assert list(found) == list(known)
    assert list(found.values()) == pytest.approx(list(known.values()), rel=0.6)


@pytest.mark.slow
def test_pages_without_text_have_no_ranges(tmp_path: Path) -> None:
    pytest.importorskip("openvino")
    Image.new("L", (600, 600), 255).save(tmp_path / "blank.png")
    assert ranges(tmp_path / "blank.png").stderr.strip().endswith("no text was found on these pages: name others")
    for given in ((), (tmp_path / "missing.png",)):
        told = ranges(*given)
        assert told.returncode == 1
        assert told.stderr.startswith("benchmarks.ranges: ")
        assert len(told.stderr.splitlines()) == 1
