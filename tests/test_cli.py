"""The command line as a shell sees it."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from digitize import __version__
from digitize.errors import ExitCode
from digitize.options import Options
from digitize.recognition.models import BUNDLED, ModelKind, resolve

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "digitize.cli"]
HEAVY = ("cv2", "numpy", "PIL", "paddleocr", "onnxruntime", "openvino", "prefect", "rapidocr", "scipy")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing of the user's Prefect, and a terminal wide enough not to wrap sentences."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return kept | {"PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")), "COLUMNS": "200", "TERM": "dumb"}


@pytest.fixture
def digitize(environment: dict[str, str], tmp_path: Path):
    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        command = [*COMMAND, *map(str, arguments)]
        return subprocess.run(
            command, env=environment | more, cwd=tmp_path, text=True, capture_output=True, check=False
        )

    return run


def test_help_teaches_by_example_and_offers_every_option(digitize) -> None:
    shown = digitize("run", "--help").stdout
    assert "digitize run scans --force" in shown
    for name, field in Options.model_fields.items():
        assert f"--{name.replace('_', '-')}" in shown
        assert field.description.split()[0] in shown
    assert "digitize run scans" in digitize("--help").stdout


def test_version(digitize) -> None:
    assert digitize("--version").stdout.strip() == f"digitize {__version__}"


@pytest.mark.parametrize(("given", "told"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_numpy_has_no_threads_unless_the_environment_asks_for_them(given: dict[str, str], told: str) -> None:
    name = "OPENBLAS_NUM_THREADS"
    code = f"import os\nfrom digitize.cli import main\ntry:\n    main()\nfinally:\n    print(os.environ['{name}'])"
    free = {each: value for each, value in os.environ.items() if each != name}
    command = [sys.executable, "-c", code, "--version"]
    result = subprocess.run(command, env=free | given, text=True, capture_output=True, check=True)
    assert result.stdout.splitlines()[-1] == told


def test_the_command_line_imports_nothing_heavy() -> None:
    code = f"import sys, digitize.cli.program; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True)
    assert result.stdout.strip() == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "nowhere"], "nowhere does not exist"),
        (["run", "empty"], "No scan was found in empty"),
        (["run", "empty", "-o", "empty/output"], "lies in empty, among the scans"),
        (["run", "."], "lies in ., among the scans"),
        (["run", "empty", "-o", "letter.txt"], "letter.txt is a file"),
        (["run", "empty", "--max-megapixels", "0"], "--max-megapixels: Input should be greater than 0"),
        (["run"], "Missing argument"),
        (["run", "x" * 300], "File name too long"),
        (["run", "x/1923", "-o", "x"], "x/1923 would lie among scans of 1923"),
        (["run", "x/1923/1.tif", "x/1923/2.tif", "-o", "x/1923"], "would lie among scans of 1923"),
        (["run", "x/1923", "-o", "x" * 300], "File name too long"),
        (["run", "x/1923", "-o", "letter.txt/output"], "Cannot write letter.txt/output (Not a directory)"),
        (["run", "x/1923", "-o", b"\xd0"], "has a name that is not UTF-8: rename it"),
    ],
)
def test_bad_usage_ends_in_one_sentence(digitize, tmp_path: Path, arguments: list[str | bytes], sentence: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("no directory")
    (tmp_path / "x" / "1923").mkdir(parents=True)
    for name in ("1.tif", "2.tif"):
        Image.new("L", (400, 600), 255).save(tmp_path / "x" / "1923" / name)
    result = digitize(*map(os.fsdecode, arguments))
    assert result.returncode == ExitCode.FAILED
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows has no signals")
def test_ctrl_c_at_the_very_start_ends_without_a_word(environment: dict[str, str]) -> None:
    code = (
        "import os, signal, sys\n"
        "class AtTheFirstImport:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, AtTheFirstImport())\n"
        "from digitize.cli import main\n"
        "main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=False, preexec_fn=_heed_signals
    )
    assert result.returncode == -signal.SIGINT
    assert result.stderr == b""


def test_names_that_are_not_utf8_are_told_and_hinder_no_other_issue(digitize, tmp_path: Path) -> None:
    for name in (b"\xd0\xc2", b"\xd0\xc3"):
        folder = Path(os.fsdecode(os.fsencode(tmp_path / "scans") + b"/" + name))
        folder.mkdir(parents=True)
        Image.new("L", (400, 600), 255).save(folder / "1.tif")
    result = digitize("run", "scans")
    assert result.returncode == ExitCode.FAILED
    assert result.stdout.count("1.tif has a name that is not UTF-8: rename it.") == 2
    assert "2 issues: 2 failed" in result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_partial_run_ends_with_1_and_a_table_and_the_next_run_has_nothing_to_do(
    digitize, tmp_path: Path, column_scan: Path, truncated_scan: Path
) -> None:
    (tmp_path / "scans").mkdir()
    for name in ("whole", "torn"):
        (tmp_path / "scans" / name).mkdir()
        shutil.copy(column_scan, tmp_path / "scans" / name / "0001.jpg")
    shutil.copy(truncated_scan, tmp_path / "scans" / "torn" / "0002.jpg")

    result = digitize("run", "scans")
    assert result.returncode == ExitCode.PARTIAL, result.stderr
    assert "torn: partial" in result.stdout
    assert "0002.jpg is truncated" in result.stdout
    assert "2 issues: 1 complete, 1 partial" in result.stdout
    row = next(line for line in result.stdout.splitlines() if "0001.jpg" in line)
    assert len([cell for cell in row.replace("┃", "│").split("│") if cell.strip()]) == 7
    assert (tmp_path / "output" / "torn" / "mets.xml").is_file()
    assert "0001.jpg: recognize" in result.stderr
    assert "Traceback" not in result.stderr
    assert "prefect" not in result.stderr.casefold()

    (tmp_path / "scans" / "torn" / "0002.jpg").unlink()
    result = digitize("run", "scans")
    assert result.returncode == ExitCode.OK
    assert "2 issues: 1 complete, 1 unchanged" in result.stdout
    result = digitize("run", "scans")
    assert result.returncode == ExitCode.OK
    assert "2 issues: 2 unchanged" in result.stdout
    assert result.stderr == ""

    shutil.copytree(tmp_path / "scans" / "whole", tmp_path / "scans" / "zuletzt")
    result = digitize("run", "scans", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert result.returncode == ExitCode.PARTIAL, "what stops a run later does not undo what is there"
    assert "2 issues: 2 unchanged" in result.stdout
    assert "No Prefect server answers" in result.stderr


@pytest.mark.slow
def test_where_all_pages_are_kept_no_models_are_loaded(
    environment: dict[str, str], tmp_path: Path, column_scan: Path
) -> None:
    code = (
        "import sys\nfrom digitize.cli import main\ntry:\n    main()\nfinally:\n    print('paddleocr' in sys.modules)"
    )

    def run() -> list[str]:
        command = [sys.executable, "-c", code, "run", str(column_scan), "-o", str(tmp_path)]
        result = subprocess.run(command, env=environment, text=True, capture_output=True, check=True)
        return result.stdout.splitlines()

    *_, loaded = run()
    assert loaded == "True"
    shutil.rmtree(tmp_path / column_scan.stem)
    *told, loaded = run()
    assert loaded == "False"
    assert any("complete" in line for line in told)
    assert (tmp_path / column_scan.stem / "mets.xml").is_file()


@pytest.mark.slow
def test_a_run_of_which_nothing_came_ends_with_2(digitize, tmp_path: Path, truncated_scan: Path) -> None:
    shutil.copy(truncated_scan, tmp_path / "torn.jpg")
    result = digitize("run", "torn.jpg")
    assert result.returncode == ExitCode.FAILED
    assert "torn: failed" in result.stdout
    assert not (tmp_path / "output" / "torn").exists()


@pytest.mark.slow
def test_a_missing_model_is_told_in_a_sentence(digitize, tmp_path: Path, column_scan: Path) -> None:
    (tmp_path / "model").mkdir()
    result = digitize("run", column_scan, "--recognition-model", tmp_path / "model")
    assert result.returncode == ExitCode.FAILED
    assert "inference.onnx and inference.yml missing" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_broken_model_is_told_in_a_sentence(digitize, tmp_path: Path, column_scan: Path) -> None:
    folder = resolve(BUNDLED, ModelKind.RECOGNITION).folder
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "inference.onnx").write_bytes((folder / "inference.onnx").read_bytes()[:1_000_000])
    shutil.copy(folder / "inference.yml", tmp_path / "model")
    result = digitize("run", column_scan, "--recognition-model", tmp_path / "model")
    assert result.returncode == ExitCode.FAILED
    (sentence,) = (line for line in result.stderr.splitlines() if not line.startswith("["))
    assert sentence.startswith(f"digitize: {tmp_path / 'model'}: this model cannot be loaded")
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_told_in_a_sentence(
    environment: dict[str, str], tmp_path: Path, column_scan: Path
) -> None:
    nobody = environment | {"PREFECT_API_URL": "http://127.0.0.1:9/api"}
    command = [*COMMAND, "run", str(column_scan), "-o", str(tmp_path)]
    result = subprocess.run(command, env=nobody, text=True, capture_output=True, check=False)
    assert result.returncode == ExitCode.FAILED
    assert "No Prefect server answers at http://127.0.0.1:9/api" in result.stderr
    assert "Traceback" not in result.stderr


def _heed_signals() -> None:
    """Undo what nohup and a shell's background, which may run the tests, have processes ignore."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(environment: dict[str, str], scan: Path, output: Path) -> subprocess.Popen[str]:
    """A run that is just reading a page."""
    command = [*COMMAND, "run", str(scan), "-o", str(output)]
    process = subprocess.Popen(
        command,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_heed_signals,  # noqa: PLW1509
    )
    for line in process.stderr:
        if "recognize" in line:
            break
    return process


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_at_once_and_is_reported(
    environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    # a whole page: a piece of one may be read before the signal comes
    scan = Path(shutil.copy(ROOT / "scans" / "sample-issue" / "0001.jpg", tmp_path / f"{number.name}.jpg"))
    process = started(environment, scan, tmp_path / "output")
    os.killpg(process.pid, number)  # as a terminal does, to all of the foreground
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert "Stopped." in errors
    assert "Traceback" not in errors
    assert not (tmp_path / "output" / number.name).exists()
    with sqlite3.connect(Path(environment["PREFECT_HOME"]) / "prefect.db") as database:
        states = list(database.execute("SELECT state_type FROM flow_run WHERE name = ?", (number.name,)))
    assert states == [("CANCELLED",)]
    assert processes_with(environment["PREFECT_HOME"]) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_killed_run_leaves_no_server(environment: dict[str, str], tmp_path: Path, article_scan: Path) -> None:
    with started(environment, article_scan, tmp_path / "output") as process:
        process.kill()
    for _ in range(100):
        if not processes_with(environment["PREFECT_HOME"]):
            return
        time.sleep(0.2)
    pytest.fail("the server outlives the run")


def processes_with(value: str) -> list[str]:
    """Command lines of all processes that have `value` in their environment, as the run's server does."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if value.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text("utf-8"))
        except OSError:  # somebody else's, or it ended just now
            continue
    return found
