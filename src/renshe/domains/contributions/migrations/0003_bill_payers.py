"""Payers of bills are proven when bills are written, all at once, instead of one by one by a foreign key.

Each bill has one payer, so each stands in one of two indexes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contributions", "0002_subledgers"), ("registry", "0001_initial")]

    operations = [
        *(
            migrations.AlterField(
                model_name="bill",
                name=name,
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=f"registry.{name}",
                ),
            )
            for name in ("employer", "person")
        ),
        *(
            migrations.AddIndex(
                model_name="bill",
                index=models.Index(
                    fields=[name],
                    condition=models.Q((f"{name}__isnull", False)),
                    name=f"contributions_bill_{name}",
                ),
            )
            for name in ("employer", "person")
        ),
    ]
