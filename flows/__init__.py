"""Digitizing under Prefect. Nothing outside this package imports Prefect."""
