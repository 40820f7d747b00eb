"""Everything that touches the output: whole directories, their manifests, and pages kept for a later run."""

from digitize.store.directory import issue_directory, publish
from digitize.store.disk import write_atomically
from digitize.store.manifest import Counts, InputFile, Manifest, OutputFile, Status, describe, is_current, load_manifest
from digitize.store.pages import PageCache

__all__ = [
    "Counts",
    "InputFile",
    "Manifest",
    "OutputFile",
    "PageCache",
    "Status",
    "describe",
    "is_current",
    "issue_directory",
    "load_manifest",
    "publish",
    "write_atomically",
]
