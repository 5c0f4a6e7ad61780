"""The description of the API, as one document for machines."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from renshe.domains.cases.api import Words
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.layout.access import ANYBODY

GROUP = Group("description", Words("接口描述", "Description of the API"))


@GROUP.get(
    "/openapi.json",
    id="read_openapi",
    access=ANYBODY,
    answer=dict[str, Any],
    title=("OpenAPI 3.1 文件", "The OpenAPI 3.1 document"),
    says=("由事项声明和接口声明生成。", "Made from the declarations of items and operations."),
)
def read_openapi(call: Call) -> HttpResponse:
    """The whole description."""
    from renshe.portals.api.document import document

    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
