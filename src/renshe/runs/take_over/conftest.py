"""A folder as an old system hands it over."""

from __future__ import annotations

from pathlib import Path

import pytest

from renshe.runs.take_over.test_folder import HandOver


@pytest.fixture
def hand_over(tmp_path: Path) -> HandOver:
    """A small old system's folder, everything in order."""
    return HandOver(tmp_path)
