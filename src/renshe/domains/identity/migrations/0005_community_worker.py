"""The worker of a community who looks after retirees."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_institutions")]

    operations = [
        migrations.RemoveConstraint(model_name="role", name="identity_role_known"),
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
                    ("community_worker", "社区退管员"),
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
                            "community_worker",
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
    ]
