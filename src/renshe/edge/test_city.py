"""A half-built city is known as such, also after a kill."""

import pytest

from renshe.edge.city import CityStage, city_of, city_stage, mark_city, move_city


def test_the_mark_follows_the_city_from_nothing_to_ready(fresh_database, owner_connection):
    assert city_stage(owner_connection) is CityStage.NONE
    assert city_of(owner_connection) is None
    for stage in (CityStage.BUILDING, CityStage.BUILT, CityStage.LIVED, CityStage.READY):
        mark_city(owner_connection, what="310112, 300 people, seed 1", stage=stage)
        assert city_stage(owner_connection) is stage
    assert city_of(owner_connection) == ("310112", 300)
    move_city(owner_connection, stage=CityStage.LIVED)
    assert city_stage(owner_connection) is CityStage.LIVED
    assert city_of(owner_connection) == ("310112", 300), "what the city is stays written"


@pytest.mark.parametrize("comment", ["somebody's own database", None])
def test_a_database_that_nobody_marked_holds_no_city(fresh_database, owner_connection, comment):
    text = "NULL" if comment is None else "'" + comment.replace("'", "''") + "'"
    owner_connection.execute(f'COMMENT ON DATABASE "{fresh_database.name}" IS {text}')
    assert city_stage(owner_connection) is CityStage.NONE
