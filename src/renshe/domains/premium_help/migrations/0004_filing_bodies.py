"""As which body an institution files lists."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

ORIGINS = [
    ("civil_affairs", "民政部门"),
    ("disabled_federation", "残疾人联合会"),
    ("state_assets_office", "国有资产监督管理机构"),
    ("street", "街道（镇）"),
    ("application", "本人申请"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0005_community_worker"),
        ("premium_help", "0003_lists_of_institutions"),
    ]

    operations = [
        migrations.CreateModel(
            name="FilingBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(choices=ORIGINS, max_length=20)),
                ("document", models.CharField(max_length=120)),
                ("set_by", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
                ("confirmed_by", models.CharField(max_length=80, null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(max_length=80, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_why",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.institution",
                    ),
                ),
            ],
            options={
                "db_table": "premium_help_filing_body",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["institution", "origin"],
                        condition=Q(ended_at__isnull=True),
                        name="premium_help_filing_body_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            origin__in=[
                                "civil_affairs",
                                "disabled_federation",
                                "state_assets_office",
                                "street",
                            ]
                        )
                        & ~Q(document=""),
                        name="premium_help_filing_body_named",
                    ),
                    models.CheckConstraint(
                        condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                        | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                        & ~Q(confirmed_by=F("set_by")),
                        name="premium_help_filing_body_two_people",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                        | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                        name="premium_help_filing_body_ended",
                    ),
                ],
            },
        ),
    ]
