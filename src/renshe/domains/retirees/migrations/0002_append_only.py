"""Visits, activities, attendance and the months' rates are only ever added to."""

from django.db import migrations

from renshe.foundation.partitions import guard_append_only


class Migration(migrations.Migration):
    dependencies = [("retirees", "0001_initial")]

    operations = [
        guard_append_only("retirees_home_visit"),
        guard_append_only("retirees_group_activity"),
        guard_append_only("retirees_activity_attendance"),
        guard_append_only("retirees_care_rate_month"),
    ]
