"""Two pensions drawn at once: how a participation ends, what leaves the account, what is owed to the person."""

from django.db import migrations, models
from django.db.models import F, Q

ENDS = (
    "died",
    "account_inherited",
    "moved_away",
    "to_employee_scheme",
    "double_benefit",
    "by_mistake",
)
CREDITS = (
    "payment", "help", "subsidy", "collective", "interest", "converted", "opening", "refunded", "restored", "inherited",
    "pension", "bridged", "set_off", "returned",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("resident", "0002_append_only")]

    operations = [
        migrations.RemoveConstraint("participation", "resident_participation_end"),
        migrations.AddConstraint(
            "participation",
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="")
                | Q(ended_on__gte=F("joined_on")) & Q(ended_why__in=list(ENDS)),
                name="resident_participation_end",
            ),
        ),
        migrations.RemoveConstraint("residentcredit", "resident_credit_kind"),
        migrations.AddConstraint(
            "residentcredit",
            models.CheckConstraint(
                condition=Q(kind__in=list(CREDITS)) & ~Q(amount_fen=0), name="resident_credit_kind"
            ),
        ),
        migrations.RemoveConstraint("residentpayout", "resident_payout_shape"),
        migrations.AddConstraint(
            "residentpayout",
            models.CheckConstraint(
                condition=Q(state__in=["owed", "paid", "cancelled"])
                & Q(kind__in=["refund", "inheritance", "returned"])
                & Q(amount_fen__gt=0),
                name="resident_payout_shape",
            ),
        ),
        migrations.AlterField(
            "residentcredit",
            "kind",
            models.CharField(
                choices=[
                    ("payment", "本人缴费"), ("help", "政府代缴"), ("subsidy", "政府缴费补贴"), ("collective", "集体补助"),
                    ("interest", "利息"), ("converted", "原农保转入"), ("opening", "旧系统余额"), ("refunded", "退费"),
                    ("restored", "撤销付款后恢复"), ("inherited", "继承"), ("pension", "发放养老金"), ("bridged", "制度衔接转移"),
                    ("set_off", "抵扣重复领取的基础养老金"), ("returned", "重复领取清理退还"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            "residentpayout",
            "kind",
            models.CharField(
                choices=[
                    ("refund", "重复缴费退费"), ("inheritance", "个人账户继承"), ("returned", "重复领取清理退还"),
                ],
                max_length=12,
            ),
        ),
    ]  # fmt: skip
