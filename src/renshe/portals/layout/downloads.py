"""Files that pages hand out."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content: bytes, *, name: str) -> HttpResponse:
    """An .xlsx to be saved under a name, which may be Chinese."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition is not None
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
