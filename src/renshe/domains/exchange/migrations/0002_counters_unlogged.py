"""Counters of requests survive no crash and need not: no log is written for them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE exchange_rate_counter SET UNLOGGED",
            "ALTER TABLE exchange_rate_counter SET LOGGED",
        )
    ]
