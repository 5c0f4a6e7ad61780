"""Stories about files that come in and stay as they came."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from renshe.domains.documents import api as documents
from renshe.domains.documents import operations
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 10, 15, 2, 0, tzinfo=UTC)


def store(content: bytes, *, name: str = "名册.xlsx") -> documents.File:
    return documents.store(
        name=name, media_type="application/octet-stream", content=content, direction="in", at=NOW
    )


def test_a_file_comes_back_byte_for_byte():
    content = bytes(range(256)) * 100
    kept = store(content)
    assert documents.fetch(file_id=kept.pk) == ("名册.xlsx", "application/octet-stream", content)
    assert [found for _, found, _ in prove(invariants=documents.INVARIANTS)] == [[]]


def test_the_same_bytes_are_kept_once_under_the_first_name():
    first = store(b"roster")
    again = store(b"roster", name="copy.xlsx")
    assert again.pk == first.pk
    assert documents.fetch(file_id=again.pk)[0] == "名册.xlsx"
    assert documents.by_sha256(sha256=first.sha256) == first
    assert documents.by_sha256(sha256="0" * 64) is None


def test_folders_in_a_name_are_left_out():
    assert store(b"a", name="C:\\Users\\王\\十月.xlsx").name == "十月.xlsx"
    assert store(b"b", name="../../etc/passwd").name == "passwd"
    assert store(b"c", name="folder/").name == "file"


@pytest.mark.parametrize(("content", "code"), [(b"", "file_empty"), (b"12345", "file_too_big")])
def test_an_empty_or_too_big_file_is_refused_and_nothing_is_kept(monkeypatch, content, code):
    monkeypatch.setattr(operations, "SIZE_MAX", 4)
    with pytest.raises(Refused) as refusal:
        store(content)
    assert refusal.value.codes == (code,)
    assert documents.File.objects.count() == 0


def test_a_kept_file_cannot_be_changed_or_removed():
    kept = store(b"evidence")
    for act in (kept.delete, lambda: documents.File.objects.update(name="other")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
