"""Storing files."""

from __future__ import annotations

import hashlib
from datetime import datetime

import psycopg
from django.db import connection

from renshe.domains.documents.models import File
from renshe.kernel.codes.problem import Problem, Refused

# A roster of 100,000 rows is about 5 MB as .xlsx; a bank file of a million lines about 60 MB.
SIZE_MAX = 100 * 1024 * 1024


def store(*, name: str, media_type: str, content: bytes, direction: str, at: datetime) -> File:
    """Keep a file and give it back; the same bytes again give the first one, whatever its name now.

    `direction` is in, out or made. Refuses an empty file and one above SIZE_MAX bytes.
    """
    if not content or len(content) > SIZE_MAX:
        raise Refused(_wrong_size(len(content)))
    sha256 = hashlib.sha256(content).hexdigest()
    connection.ensure_connection()
    # Django would write the bytes as hexadecimal text into the statement; a large file takes six times as long so.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            "INSERT INTO documents_file (sha256, name, media_type, size, content, direction, created_at)"
            " VALUES (%s, %s, %s, %s, %b, %s, %s) ON CONFLICT (sha256) DO NOTHING",
            (sha256, _base_name(name), media_type, len(content), content, direction, at),
        )
    return File.objects.defer("content").get(sha256=sha256)


def _base_name(name: str) -> str:
    """The last part of a path, without the folders that some browsers send, within the column."""
    return (name.replace("\\", "/").rsplit("/", 1)[-1] or "file")[-255:]


def _wrong_size(size: int) -> Problem:
    if size == 0:
        return Problem(
            code="file_empty",
            zh="文件是空的",
            en="the file is empty",
            next_step_zh="请确认文件保存完整后重新上传",
            next_step_en="Make sure it was saved and send it again",
        )
    return Problem(
        code="file_too_big",
        zh=f"文件为 {size // 2**20} MB，超过上限 {SIZE_MAX // 2**20} MB",
        en=f"the file has {size // 2**20} MB, above the limit of {SIZE_MAX // 2**20} MB",
        next_step_zh="请拆成几个文件分别上传",
        next_step_en="Split it into several files",
    )
