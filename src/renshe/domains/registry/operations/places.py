"""Loading the divisions that a city keeps."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from renshe.domains.registry.models import Place

DATA = Path(__file__).resolve().parents[1] / "data"
CITIES = ("shanghai", "zhuhai")
SOURCES = {
    "real": "国家统计局 统计用区划代码 2023（名称与代码真实）",
    "generated": "演示生成（名称虚构）",
}


@transaction.atomic
def load_places(*, city: str) -> int:
    """Enter the divisions of a demonstration city (`shanghai` or `zhuhai`); how many there are.

    May be repeated: a place that is there already keeps its row and gets the name in the file.
    Raises KeyError for another city.
    """
    if city not in CITIES:
        raise KeyError(f"no divisions for {city!r}; there are {', '.join(CITIES)}")
    rows = _rows(city)
    ids: dict[str, int] = {}
    for level in ("province", "city", "district", "street", "community"):
        layer = [
            Place(
                code=row["code"],
                name=row["name"],
                level=level,
                parent_id=ids[row["parent"]] if row["parent"] else None,
                source=SOURCES[row["origin"]],
            )
            for row in rows
            if row["level"] == level
        ]
        Place.objects.bulk_create(
            layer, update_conflicts=True, unique_fields=["code"], update_fields=["name", "source"]
        )
        codes = [place.code for place in layer]
        ids |= dict(Place.objects.filter(code__in=codes).values_list("code", "pk"))
    return len(rows)


def _rows(city: str) -> list[dict[str, str]]:
    with (DATA / f"places_{city}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))
