"""How many cores this process may keep busy: those it is bound to, or as many as its container is granted."""

import math
import os
from pathlib import Path

_CGROUP = Path("/proc/self/cgroup")
_CGROUPS = Path("/sys/fs/cgroup")


def bound_cores() -> int:
    """The cores that the system lets this process run on, as `taskset` sets them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def usable_cores() -> int:
    """The same, or those the process is granted, where they are fewer."""
    return granted_cores() or bound_cores()


def granted_cores() -> int | None:
    """What `docker run --cpus` and its like allow, rounded up to whole cores; None where that is no limit.

    Many more threads would spend that time early and stand still for the rest of each period. Known of control groups
    of version 2; the runtimes know nothing of it.
    """
    try:
        (group,) = (line[3:] for line in _CGROUP.read_text("utf-8").splitlines() if line.startswith("0::"))
    except (OSError, ValueError):  # another system, or version 1
        return None
    granted = max(1, math.ceil(min(bound_cores(), quota(_CGROUPS, group))))
    return granted if granted < bound_cores() else None


def quota(root: Path, group: str) -> float:
    """Cores that a control `group` under `root` may use, by its own limit and those of the groups around it.

    Infinity without a limit.
    """
    own = root / group.strip("/")
    return min(_limit(folder / "cpu.max") for folder in (own, *own.parents) if folder.is_relative_to(root))


def _limit(file: Path) -> float:
    """What a file `cpu.max` allows: microseconds of processor time for each period of so many, or `max`."""
    try:
        granted, period = file.read_text("utf-8").split()
        return float(granted) / float(period) if granted != "max" else math.inf
    except (OSError, ValueError, ArithmeticError):  # the root has none
        return math.inf
