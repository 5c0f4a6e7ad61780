"""Lists of people whose pensions change together, decided by two people; what was decided stays as it was."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

GUARD = """
CREATE FUNCTION pension_decided_list_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% %: what was decided on a list cannot change', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER pension_people_list_kept BEFORE UPDATE ON pension_people_list FOR EACH ROW
WHEN (OLD.state <> 'proposed') EXECUTE FUNCTION pension_decided_list_is_kept();
CREATE TRIGGER pension_people_list_row_kept BEFORE UPDATE ON pension_people_list_row FOR EACH ROW
WHEN (OLD.state <> 'open') EXECUTE FUNCTION pension_decided_list_is_kept();
CREATE TRIGGER pension_people_list_never_gone BEFORE DELETE ON pension_people_list FOR EACH ROW
EXECUTE FUNCTION pension_decided_list_is_kept();
CREATE TRIGGER pension_people_list_row_never_gone BEFORE DELETE ON pension_people_list_row FOR EACH ROW
EXECUTE FUNCTION pension_decided_list_is_kept();
"""
UNGUARD = """
DROP TRIGGER pension_people_list_kept ON pension_people_list;
DROP TRIGGER pension_people_list_row_kept ON pension_people_list_row;
DROP TRIGGER pension_people_list_never_gone ON pension_people_list;
DROP TRIGGER pension_people_list_row_never_gone ON pension_people_list_row;
DROP FUNCTION pension_decided_list_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pension", "0008_spans"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeopleList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invalidity_review", "病残津贴复核"),
                            ("restore", "认证通过恢复发放"),
                        ],
                        max_length=20,
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("source", models.CharField(db_default="", default="", max_length=255)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待复核"), ("done", "已办结"), ("refused", "未同意")],
                        db_default="proposed",
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("proposed_by", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=80, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(db_default="", default="", max_length=255)),
            ],
            options={
                "db_table": "pension_people_list",
                "indexes": [
                    models.Index(fields=["place", "kind", "state"], name="pension_people_list_at")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            state="proposed", decided_by__isnull=True, decided_at__isnull=True
                        )
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
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleListRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("near_age", "距法定退休年龄五年"),
                            ("legal_age", "到法定退休年龄"),
                            ("resumed", "恢复缴费"),
                            ("reappraised", "复查鉴定不再符合"),
                            ("term_over", "支付期限届满"),
                            ("proved", "认证通过"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_month", models.IntegerField()),
                ("before_fen", models.BigIntegerField()),
                ("after_fen", models.BigIntegerField(null=True)),
                ("owed_fen", models.BigIntegerField(null=True)),
                ("claimed_fen", models.BigIntegerField(null=True)),
                (
                    "evidence",
                    models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待办"),
                            ("done", "已办"),
                            ("left", "未办"),
                            ("struck", "已移出"),
                            ("refused", "未同意"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=8,
                    ),
                ),
                ("problem", models.JSONField(null=True)),
                ("effect", models.JSONField(null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pension.award",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="pension.peoplelist",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "db_table": "pension_people_list_row",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state="open"),
                        fields=["award"],
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
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
