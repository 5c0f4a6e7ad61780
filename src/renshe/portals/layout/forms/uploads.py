"""A paper that somebody sends in: what it really is, however it is called, and whether it is taken."""

import unicodedata
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.pictures import Damaged, TooManyPixels, cleaned
from renshe.portals.layout.forms.scanning import (
    Inflates,
    is_locked,
    is_programmed,
    is_two_files,
)

MOST_BYTES = 20 * 2**20
ACCEPT = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
# How a file of each kind begins, whatever its name says.
KINDS = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file that is taken, under a name whose ending is true."""

    name: str
    media_type: str
    content: bytes


def read_upload(file: UploadedFile | None) -> Sent | Problem:
    """Take a file, or say why not. Its kind is read from its first bytes; the browser's word for it is not asked.

    A picture is kept without what a camera writes into it beside the picture (`pictures`); a PDF is taken as it came.
    """
    if file is None or not file.name:
        return _refused(_("没有选择文件"), "", _("请先选择文件再上传"))
    if file.size is None or file.size > MOST_BYTES:
        return _refused(
            _("文件超过20MB"), file.name, _("请用较低的分辨率重新扫描或拍照，或拆成几份")
        )
    content = file.read()
    if not content:
        return _refused(_("文件是空的"), file.name, _("请确认文件保存完整后重新上传"))
    found = next((kind for kind in KINDS if content.startswith(kind[0])), None)
    if found is None:
        return _refused(
            _("只收 PDF、JPG 或 PNG，这个文件的内容不是其中任何一种"),
            file.name,
            _("请打印为 PDF，或拍成照片后上传"),
        )
    _start, media_type, endings = found
    if media_type == "application/pdf":
        fault = _pdf_fault(content, file.name)
        if fault is not None:
            return fault
    else:
        try:
            content = cleaned(content, media_type=media_type)
        except (Damaged, TooManyPixels) as bad:
            return _picture_fault(bad, file.name)
    return Sent(name=_true_name(file.name, endings), media_type=media_type, content=content)


def _pdf_fault(content: bytes, name: str) -> Problem | None:
    if is_locked(content):
        return _refused(
            _("这个 PDF 有密码，经办人打不开"), name, _("请去掉密码，或打印后拍成照片上传")
        )
    try:
        programmed = is_programmed(content)
    except Inflates:
        return _refused(
            _("这个 PDF 解开后过大，为安全起见不收"), name, _("请重新“打印为 PDF”后上传")
        )
    if programmed:
        return _refused(
            _("这个 PDF 里有程序或附带文件，为安全起见不收"), name, _("请重新“打印为 PDF”后上传")
        )
    if is_two_files(content):
        return _refused(
            _("这个文件既是 PDF 又是别的文件，为安全起见不收"),
            name,
            _("请重新“打印为 PDF”后上传"),
        )
    return None


def _picture_fault(bad: Exception, name: str) -> Problem:
    if isinstance(bad, TooManyPixels):
        return _refused(
            _("图片的像素过多，经办人打不开"), name, _("请用较低的分辨率重新扫描或拍照")
        )
    return _refused(_("图片不完整或已损坏"), name, _("请重新拍照或扫描后上传"))


def _true_name(name: str, endings: tuple[str, ...]) -> str:
    """The name with a true ending and nothing in it that is not seen: signs that turn the reading direction hide an ending."""
    seen = "".join(one for one in name if not unicodedata.category(one).startswith("C"))
    return seen if seen.lower().endswith(endings) else f"{seen}{endings[0]}"


def _refused(reason: str, subject: str, next_step: str) -> Problem:
    return Problem(reason=reason, subject=subject[:80], clause="", next_step=next_step)
