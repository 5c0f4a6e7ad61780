"""Proofs, withdrawals, comparisons, hits and warnings."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("death", "死亡信息"),
                            ("custody", "服刑羁押信息"),
                            ("medical_use", "就医信息"),
                            ("other_pension", "异地领取待遇信息"),
                        ],
                        max_length=16,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("rows", models.IntegerField()),
                ("bad_rows", models.IntegerField()),
                (
                    "faults",
                    models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
                ),
                ("matched", models.IntegerField()),
                ("pensioners", models.IntegerField()),
                ("passed", models.IntegerField()),
                ("hits", models.IntegerField()),
                ("compared_by", models.CharField(max_length=80)),
                ("compared_at", models.DateTimeField()),
            ],
            options={
                "db_table": "certification_comparison",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "kind", "sha256"), name="certification_comparison_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["death", "custody", "medical_use", "other_pension"])
                        ),
                        name="certification_comparison_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proved_on", models.DateField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("comparison", "数据比对"),
                            ("self_service", "本人网上认证"),
                            ("counter", "窗口认证"),
                            ("home_visit", "上门认证"),
                            ("abroad", "境外认证"),
                        ],
                        max_length=16,
                    ),
                ),
                ("evidence", models.CharField(max_length=255)),
                ("reference", models.CharField(db_default="", default="", max_length=64)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "comparison",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="certification.comparison",
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
                "indexes": [
                    models.Index(fields=["person", "-proved_on"], name="certification_proofs_of"),
                    models.Index(
                        condition=models.Q(("comparison__isnull", False)),
                        fields=["comparison"],
                        name="certification_proofs_by",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                ["comparison", "self_service", "counter", "home_visit", "abroad"],
                            )
                        ),
                        name="certification_proof_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("comparison__isnull", True), ("source", "comparison"), _connector="OR"
                        ),
                        name="certification_proof_of_comparison",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="certification_proof_has_evidence",
                    ),
                ],
                "db_table": "certification_proof",
            },
        ),
        migrations.CreateModel(
            name="ProofWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=255)),
                ("withdrawn_by", models.CharField(max_length=80)),
                ("withdrawn_at", models.DateTimeField()),
                (
                    "proof",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="certification.proof",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="certification_withdrawal_reason",
                    )
                ],
                "db_table": "certification_proof_withdrawal",
            },
        ),
        migrations.CreateModel(
            name="DueWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                ("warned_on", models.DateField()),
                ("told", models.BooleanField(help_text="有账号可以收到消息；没有的由社区联系")),
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
                "db_table": "certification_due_warning",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "due_on"), name="certification_warned_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hit",
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
                            ("death", "死亡信息"),
                            ("custody", "服刑羁押信息"),
                            ("medical_use", "就医信息"),
                            ("other_pension", "异地领取待遇信息"),
                        ],
                        max_length=16,
                    ),
                ),
                ("event_on", models.DateField()),
                ("line_no", models.IntegerField()),
                ("reported_name", models.CharField(max_length=128)),
                ("name_matches", models.BooleanField()),
                ("detail", models.CharField(db_default="", default="", max_length=255)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待核实"),
                            ("confirmed", "已确认"),
                            ("dismissed", "已排除"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=12,
                    ),
                ),
                ("found_on", models.DateField(null=True)),
                ("stage", models.CharField(db_default="", default="", max_length=16)),
                ("finding", models.CharField(db_default="", default="", max_length=255)),
                ("checked_by", models.CharField(max_length=80, null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(max_length=80, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(db_default="", default="", max_length=255)),
                (
                    "comparison",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="found",
                        to="certification.comparison",
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
                "db_table": "certification_hit",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["kind", "id"],
                        name="certification_hits_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "kind", "event_on"), name="certification_hit_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "confirmed", "dismissed"])),
                        name="certification_hit_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="certification_hit_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("checked_by__isnull", False),
                                ("found_on__isnull", False),
                                models.Q(("checked_by", models.F("decided_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="certification_hit_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="certification_hit_dismissed_why",
                    ),
                ],
            },
        ),
    ]
