"""The law as the process was set up: a test that asks it otherwise leaves nothing behind."""

from collections.abc import Iterator

import pytest

from renshe.laws import library


@pytest.fixture(scope="session")
def _law_of_the_process() -> tuple[object, str]:
    return library.configured()


@pytest.fixture(autouse=True)
def _the_law_as_it_was(_law_of_the_process: tuple[object, str]) -> Iterator[None]:
    """Overlays and mode are those of the settings before and after every test."""
    yield
    overlays, mode = _law_of_the_process
    library.configure(overlays=overlays, mode=mode)  # type: ignore[arg-type]
