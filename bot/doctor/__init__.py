"""Finds out what will make a post fail, before it fails: `bot doctor`."""

from __future__ import annotations

from bot.doctor.examination import LEVELS, Examination, examine, exit_code

__all__ = ["LEVELS", "Examination", "examine", "exit_code"]
