"""Exclusive work is done by one process at a time, and is free again when that one is gone."""

import pytest

from renshe.foundation.bulk import StageBusy
from renshe.foundation.exclusive import exclusive


def test_the_same_work_is_refused_while_it_is_done_and_free_afterwards(fresh_database):
    with exclusive(work="assessment of 24309"):
        with pytest.raises(StageBusy, match="24309"), exclusive(work="assessment of 24309"):
            pass
        with exclusive(work="assessment of 24310"):
            pass
    with exclusive(work="assessment of 24309"):
        pass
