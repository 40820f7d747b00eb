import math
import os

import pytest

from digitize.options import Precision
from digitize.recognition import cores, networks
from digitize.recognition.cores import bound_cores, quota, usable_cores
from digitize.recognition.models import BUNDLED, WEIGHTS, ModelKind, resolve


@pytest.fixture
def groups(tmp_path):
    """A tree of control groups: /pod/box, of which the outer one is granted less."""
    (tmp_path / "pod" / "box").mkdir(parents=True)
    (tmp_path / "pod" / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "pod" / "box" / "cpu.max").write_text("max 100000\n")
    return tmp_path


def test_a_control_group_has_no_more_than_those_around_it(groups):
    assert quota(groups, "/pod/box") == quota(groups, "/pod") == 1.5
    (groups / "pod" / "box" / "cpu.max").write_text("50000 100000\n")
    assert quota(groups, "/pod/box") == 0.5


def test_without_a_limit_it_has_all(groups, tmp_path_factory):
    assert quota(groups, "/") == quota(tmp_path_factory.mktemp("none"), "/pod") == math.inf


@pytest.mark.parametrize(
    ("granted", "expected"), [("1000 100000", 1), ("1000 0", None), ("100000 100000", 1), ("max 100000", None)]
)
def test_a_grant_is_told_in_whole_cores(groups, monkeypatch, granted, expected):
    (groups / "pod" / "cpu.max").write_text(granted)
    (groups / "own").write_text("0::/pod/box\n")
    monkeypatch.setattr(cores, "_CGROUP", groups / "own")
    monkeypatch.setattr(cores, "_CGROUPS", groups)
    assert usable_cores() == (expected or bound_cores())


@pytest.mark.skipif(bound_cores() < 2, reason="there is one core anyway")
def test_the_networks_keep_to_a_grant(groups, monkeypatch):
    pytest.importorskip("openvino")
    (groups / "pod" / "cpu.max").write_text("90000 100000")
    (groups / "own").write_text("0::/pod/box\n")
    monkeypatch.setattr(cores, "_CGROUP", groups / "own")
    monkeypatch.setattr(cores, "_CGROUPS", groups)
    weights = resolve(BUNDLED, ModelKind.DETECTION).folder / WEIGHTS
    network = networks._compile(networks._read(weights), Precision.F32, networks._streams())
    assert (network.get_property("INFERENCE_NUM_THREADS"), network.get_property("NUM_STREAMS")) == (1, 1)


@pytest.mark.parametrize("told", ["", "4:cpu,cpuacct:/docker\n"])
def test_where_groups_are_of_another_kind_all_bound_cores_count(tmp_path, monkeypatch, told):
    (tmp_path / "own").write_text(told)
    monkeypatch.setattr(cores, "_CGROUP", tmp_path / "own")
    assert usable_cores() == bound_cores() > 0


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system binds no process to cores")
def test_cores_it_is_not_bound_to_do_not_count():
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        assert usable_cores() == 1
    finally:
        os.sched_setaffinity(0, before)
