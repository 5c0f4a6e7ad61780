"""Model fields for the two things that every table here holds: money and months."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

EARLIEST_MONTH = 1900 * 12
LATEST_MONTH = 2200 * 12 + 11


class FenField(models.BigIntegerField):
    """Money in whole fen (a hundredth of a yuan). Its column's name ends in `_fen`.

    May be negative: a reversal is. There is no default: an amount that nobody gave is null or an
    error, never zero.
    """

    description = "money in fen"


class MonthField(models.IntegerField):
    """A calendar month as its ordinal, year × 12 + month − 1: 2025-10 is 24309.

    Consecutive months differ by one, so spans are differences. Validated to lie in 1900 to 2200.
    """

    description = "month ordinal"
    default_validators = [MinValueValidator(EARLIEST_MONTH), MaxValueValidator(LATEST_MONTH)]
