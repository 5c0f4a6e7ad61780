"""Lists that institutions file are checked by the office, and approved by another of its people."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("premium_help", "0002_append_only")]

    operations = [
        migrations.AddField("helplist", "checked_by", models.CharField(max_length=80, null=True)),
        migrations.AddField("helplist", "checked_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "helplist",
            models.CheckConstraint(
                condition=Q(institution__isnull=True)
                | Q(state__in=["filed", "refused"])
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="premium_help_list_checked",
            ),
        ),
        migrations.AddConstraint(
            "helplist",
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=F("checked_by")),
                name="premium_help_list_checker_apart",
            ),
        ),
    ]
