"""Finds out what will make a post fail, before it fails: `bot doctor`."""

from __future__ import annotations

from bot.doctor.examination import LEVELS, Examination, examine, exit_code, unusable
from bot.doctor.settings import check_versions

__all__ = ["LEVELS", "Examination", "check_versions", "examine", "exit_code", "unusable"]
