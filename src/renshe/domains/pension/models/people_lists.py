"""Lists of people whose pensions change together: put forward by one person, decided as a whole by another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PeopleList(models.Model):
    """People whose monthly benefits change by one act of two people (待遇名单): the act is `kind`, the people are its rows.

    `source` says where the list came from: a month's review, or the file that named the people. Once decided neither the
    list nor a row of it changes (a trigger in the database says so). Basis: 社会保险经办条例 第二十六、四十条;
    人社部发〔2024〕72号. Retention: permanent, with the awards.
    """

    KINDS = {"invalidity_review": "病残津贴复核", "restore": "认证通过恢复发放"}
    STATES = {"proposed": "待复核", "done": "已办结", "refused": "未同意"}

    kind = models.CharField(max_length=20, choices=KINDS.items())
    place = models.CharField(max_length=12)
    source = models.CharField(max_length=255, default="", db_default="")
    state = models.CharField(
        max_length=8, choices=STATES.items(), default="proposed", db_default="proposed"
    )
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=255, default="", db_default="")

    class Meta:
        db_table = "pension_people_list"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=["done", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                & ~Q(decided_by=F("proposed_by")),
                name="pension_people_list_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="pension_people_list_refused_why",
            ),
        ]
        indexes = [models.Index(name="pension_people_list_at", fields=["place", "kind", "state"])]


class PeopleListRow(models.Model):
    """One person on a list (名单人员): what is proposed with its amounts as they were tried, and what became of it.

    From `from_month` on the benefit is `after_fen` a month instead of `before_fen`; `owed_fen` and `claimed_fen` are what
    past months come to, either way, gross. `evidence` is what shows the cause; `problem` (code, zh, en) why nothing could
    be done; `effect` the awards, arrears and overpayments that it made. An award stands open on one list at most.
    """

    CAUSES = {
        "near_age": "距法定退休年龄五年",
        "legal_age": "到法定退休年龄",
        "resumed": "恢复缴费",
        "reappraised": "复查鉴定不再符合",
        "term_over": "支付期限届满",
        "proved": "认证通过",
    }
    STATES = {
        "open": "待办",
        "done": "已办",
        "left": "未办",
        "struck": "已移出",
        "refused": "未同意",
    }

    list = models.ForeignKey(PeopleList, models.PROTECT, related_name="people")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    award = models.ForeignKey("pension.Award", models.PROTECT, related_name="+")
    cause = models.CharField(max_length=12, choices=CAUSES.items())
    from_month = models.IntegerField()
    before_fen = models.BigIntegerField()
    after_fen = models.BigIntegerField(null=True)
    owed_fen = models.BigIntegerField(null=True)
    claimed_fen = models.BigIntegerField(null=True)
    evidence = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    state = models.CharField(
        max_length=8, choices=STATES.items(), default="open", db_default="open"
    )
    problem = models.JSONField(null=True)
    effect = models.JSONField(null=True)

    class Meta:
        db_table = "pension_people_list_row"
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(state="open"),
                name="pension_people_list_row_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "done"])
                | Q(
                    after_fen__isnull=False,
                    owed_fen__isnull=False,
                    claimed_fen__isnull=False,
                    problem__isnull=True,
                ),
                name="pension_people_list_row_amounts",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["left", "struck"]) | Q(problem__isnull=False),
                name="pension_people_list_row_problem",
            ),
            models.CheckConstraint(
                condition=Q(state="done", effect__isnull=False)
                | (~Q(state="done") & Q(effect__isnull=True)),
                name="pension_people_list_row_effect",
            ),
        ]
