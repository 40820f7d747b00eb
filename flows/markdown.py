"""Text for Prefect's UI, which shows Markdown."""

import re


def escaped(value: str) -> str:
    """`value` with everything escaped that Markdown or HTML would take for markup."""
    plain = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~-])", r"\\\1", " ".join(plain.split()))
