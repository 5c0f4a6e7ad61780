"""One-off payments: the batch that pays grants once, its lines, and the bank's word on each; shapes and steps are `funds`'."""

from django.db import models

from renshe.domains.funds.api import (
    BatchPaidOnce,
    LinePaidOnce,
    WordPaidOnce,
    batch_constraints,
    line_constraints,
    word_constraints,
)


class OneOffBatch(BatchPaidOnce):
    """One payment of survivors' benefits (一次性待遇发放批次), from made to closed, by two people.

    Basis: 社会保险基金财务制度 (财社〔2017〕144号) 第四十、四十一条; 社会保险经办条例 第三十七、四十条. Retention: permanent.
    """

    class Meta:
        db_table = "pension_one_off_batch"
        constraints = batch_constraints("pension_one_off_batch")


class OneOffLine(LinePaidOnce):
    """One benefit in one batch (一次性待遇发放明细): to which account, how much, and what has become of it.

    Purpose: paying. Retention: 30 years (payment detail).
    """

    batch = models.ForeignKey(OneOffBatch, models.PROTECT, related_name="lines")
    benefit = models.ForeignKey("pension.SurvivorsBenefit", models.PROTECT, related_name="lines")

    class Meta:
        db_table = "pension_one_off_line"
        constraints = line_constraints("pension_one_off_line", owed="benefit")


class OneOffResult(WordPaidOnce):
    """The bank's word on one instruction of a one-off batch (回盘). Append-only: 'unknown' may be followed by one final word."""

    line = models.ForeignKey(OneOffLine, models.PROTECT, related_name="results")

    class Meta:
        db_table = "pension_one_off_result"
        constraints = word_constraints("pension_one_off_result")
