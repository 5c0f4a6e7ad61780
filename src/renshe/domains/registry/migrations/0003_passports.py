"""Foreigners with a passport alone are people of the register too (人社部令第16号)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_append_only")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="id_kind",
            field=models.CharField(
                choices=[
                    ("resident_id", "居民身份证"),
                    ("foreign_permit", "外国人永久居留身份证"),
                    ("hmt_permit", "港澳台居民居住证"),
                    ("passport", "外国护照"),
                ],
                max_length=16,
            ),
        ),
        migrations.RemoveConstraint(model_name="person", name="registry_person_id_kind"),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("id_kind__in", ["resident_id", "foreign_permit", "hmt_permit", "passport"])
                ),
                name="registry_person_id_kind",
            ),
        ),
    ]
