"""Institutions as account holders: the bodies, their members, what they asked, and machines of theirs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0003_powers"),
        migrations.swappable_dependency(settings.OAUTH2_PROVIDER_APPLICATION_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Institution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uscc", models.CharField(max_length=18)),
                ("name", models.CharField(max_length=128)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hospital", "医疗机构"),
                            ("bank", "银行"),
                            ("school", "学校"),
                            ("court", "人民法院"),
                            ("authority", "其他行政机关"),
                        ],
                        max_length=9,
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("purposes", models.JSONField()),
                ("registered_by", models.CharField(max_length=64)),
                ("registered_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, default="", max_length=64)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "identity_institution",
            },
        ),
        migrations.CreateModel(
            name="InstitutionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=32)),
                ("case_number", models.CharField(max_length=32, unique=True)),
                ("person_id", models.BigIntegerField(db_index=True)),
                ("legal_basis", models.CharField(max_length=200)),
                ("file_number", models.CharField(max_length=64)),
                ("asked_by", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "db_table": "identity_institution_request",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "待另一位管理员确认"),
                            ("active", "有效"),
                            ("ended", "已终止"),
                        ],
                        max_length=7,
                    ),
                ),
                ("purposes", models.JSONField()),
                ("invited_by", models.CharField(max_length=64)),
                ("invited_at", models.DateTimeField()),
                ("confirmed_by", models.CharField(blank=True, default="", max_length=64)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=64)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "identity_membership",
            },
        ),
        migrations.RemoveConstraint(
            model_name="role",
            name="identity_role_known",
        ),
        migrations.AlterField(
            model_name="role",
            name="role",
            field=models.CharField(
                choices=[
                    ("insured_person", "参保人"),
                    ("employer_clerk", "单位经办人"),
                    ("institution_member", "机构经办人"),
                    ("institution_administrator", "机构管理员"),
                    ("counter_clerk", "窗口经办"),
                    ("reviewer", "复核"),
                    ("approver", "审批"),
                    ("fund_accountant", "基金会计"),
                    ("fund_supervisor", "基金监督"),
                    ("run_operator", "批处理操作"),
                    ("legal_officer", "政策参数管理"),
                    ("system_administrator", "系统管理员"),
                    ("security_administrator", "安全管理员"),
                    ("audit_administrator", "审计管理员"),
                ],
                max_length=32,
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "insured_person",
                            "employer_clerk",
                            "institution_member",
                            "institution_administrator",
                            "counter_clerk",
                            "reviewer",
                            "approver",
                            "fund_accountant",
                            "fund_supervisor",
                            "run_operator",
                            "legal_officer",
                            "system_administrator",
                            "security_administrator",
                            "audit_administrator",
                        ],
                    )
                ),
                name="identity_role_known",
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stands_for",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="institution",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="identity.institution",
            ),
        ),
        migrations.AddField(
            model_name="machine",
            name="institution",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="machines",
                to="identity.institution",
            ),
        ),
        migrations.AddConstraint(
            model_name="machine",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("employer_id__isnull", True), ("institution__isnull", True), _connector="OR"
                ),
                name="identity_machine_of_one",
            ),
        ),
        migrations.AddField(
            model_name="institutionrequest",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="identity.institution",
            ),
        ),
        migrations.AddField(
            model_name="institutionrequest",
            name="look",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.look"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="identity.institution",
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("uscc",),
                name="identity_institution_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["hospital", "bank", "school", "court", "authority"])
                ),
                name="identity_institution_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place", "CN"),
                    ("place__regex", "^([0-9]{6}|[0-9]{9}|[0-9]{12})$"),
                    _connector="OR",
                ),
                name="identity_institution_place",
            ),
        ),
        migrations.AddIndex(
            model_name="institutionrequest",
            index=models.Index(
                fields=["institution", "-asked_at"], name="identity_requests_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("legal_basis", ""), _negated=True),
                    models.Q(("file_number", ""), _negated=True),
                ),
                name="identity_institution_request_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["invited", "active"])),
                fields=("account",),
                name="identity_membership_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_by", models.F("invited_by")), _negated=True),
                name="identity_membership_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True),
                    models.Q(("confirmed_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="identity_membership_confirmed",
            ),
        ),
        guard_append_only("identity_institution_request"),
    ]
