"""`digitize evaluate` as a shell sees it."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from outputs import line_truth, write_output


@pytest.fixture
def evaluate(tmp_path: Path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "digitize.cli", "evaluate", *arguments]
        return subprocess.run(command, cwd=tmp_path, text=True, capture_output=True, check=False)

    return run


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    """A perfect issue, a torn one, and one without truth."""
    write_output(tmp_path / "output/good")
    write_output(tmp_path / "output/torn", articles=(("head1", "part1"), ("part2",), ("head2", "part3")))
    write_output(tmp_path / "output/new")
    (tmp_path / "truth").mkdir()
    for name in ("good", "torn"):
        (tmp_path / "truth" / f"{name}.json").write_text(json.dumps(line_truth()), "utf-8")
    return tmp_path


def test_a_table_of_issues_their_mean_and_the_worst_articles(evaluate, issues: Path) -> None:
    result = evaluate("output", "truth", "--json", "scores.json")
    assert result.returncode == 0
    rows = [line.split() for line in result.stdout.splitlines()]
    perfect = ["2", *["1.000"] * 7, *["0.000"] * 4]
    torn = ["2", "1.000", "0.700", "0.824", "0.500", "0.000", "0.833", "1.000", "0.256", "0.000", "0.000", "0.000"]
    mean = ["4", "1.000", "0.850", "0.912", "0.750", "0.500", "0.917", "1.000", "0.128", "0.000", "0.000", "0.000"]
    assert ["good", *perfect] in rows
    assert ["torn", *torn] in rows
    assert ["Mean", *mean] in rows
    assert "torn 1 (Alpha): torn into 2; 1 step not in order; 40.7% of the text wrong" in result.stdout
    assert "good 1" not in result.stdout
    assert result.stderr == "Without truth: new\n"
    document = json.loads((issues / "scores.json").read_text("utf-8"))
    assert [each["issue"] for each in document["issues"]] == ["good", "torn"]
    assert document["means"]["lines"]["bcubed_recall"] == pytest.approx(0.85)
    assert document["issues"][1]["findings"][0]["pieces"] == 2
    assert document["without_truth"] == ["new"]


def test_json_alone(evaluate, issues: Path) -> None:  # noqa: ARG001  the files it makes
    result = evaluate("output/good", "truth/good.json", "--json", "-")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["issues"][0]["figures"]["exact_articles"] == 1


def test_the_table_comes_also_where_the_json_cannot_be_written(evaluate, issues: Path) -> None:  # noqa: ARG001
    result = evaluate("output/good", "truth/good.json", "--json", "missing/scores.json")
    assert result.returncode == 2
    assert "missing/scores.json" in result.stderr
    assert "good " in result.stdout


def test_what_cannot_be_scored_does_not_hinder_the_rest(evaluate, issues: Path) -> None:
    (issues / "truth/good.json").write_text("{}", "utf-8")
    result = evaluate("output", "truth", "--worst", "0")
    assert result.returncode == 1
    assert "digitize: truth/good.json is a truth of no form that is known" in result.stderr
    assert "torn  " in result.stdout
    assert "worst" not in result.stdout


def test_exit_status_tells_what_was_not_scored(evaluate, issues: Path) -> None:
    (issues / "truth/gone.json").write_text("{}", "utf-8")
    some = evaluate("output", "truth")
    assert (some.returncode, "Without output: gone" in some.stderr) == (1, True)


def test_a_truth_that_contradicts_itself_is_not_scored(evaluate, issues: Path) -> None:
    (issues / "truth/new.json").write_text('{"articles": {"1": ["part1"], "2": ["part1"]}}', "utf-8")
    result = evaluate("output/new", "truth/new.json")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("digitize: truth/new.json contradicts itself: block part1")


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="this system closes no pipes by a signal")
def test_a_closed_output_ends_it_quietly(issues: Path) -> None:
    command = [sys.executable, "-m", "digitize.cli", "evaluate", "output", "truth"]
    with subprocess.Popen(command, cwd=issues, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


def test_bad_input_ends_in_one_sentence(evaluate, issues: Path) -> None:
    (issues / "truth/gone.json").write_text("{}", "utf-8")
    none = evaluate("output/new", "truth/gone.json")
    assert none.returncode == 2
    assert none.stderr.count("\n") == 1
    assert none.stderr.startswith("digitize: truth/gone.json is a truth of no form that is known")
    assert none.stdout == ""
