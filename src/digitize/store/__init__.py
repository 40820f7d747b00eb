"""Everything that touches the output: whole directories, their manifests, and pages kept for a later run."""

from digitize.store.directory import issue_directory, publish
from digitize.store.disk import only_one, write_atomically
from digitize.store.manifest import Counts, InputFile, Manifest, OutputFile, Status, describe, is_current, load_manifest
from digitize.store.note import Note, NoteState, load_note, remove_note, write_note
from digitize.store.pages import PageCache

__all__ = [
    "Counts",
    "InputFile",
    "Manifest",
    "Note",
    "NoteState",
    "OutputFile",
    "PageCache",
    "Status",
    "describe",
    "is_current",
    "issue_directory",
    "load_manifest",
    "load_note",
    "only_one",
    "publish",
    "remove_note",
    "write_atomically",
    "write_note",
]
