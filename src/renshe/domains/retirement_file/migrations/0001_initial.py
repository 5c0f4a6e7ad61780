"""The list, reviews with papers, findings and questions, publicity, appraisals, sheets and answers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0003_content_as_it_is"),
        ("pension", "0006_recognised_service"),
        ("registry", "0003_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeterminationSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("drawn_by", models.CharField(max_length=80)),
                ("drawn_at", models.DateTimeField()),
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pension.award",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="retirement_file_sheet_hash",
                    )
                ],
                "db_table": "retirement_file_sheet",
            },
        ),
        migrations.CreateModel(
            name="FileReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "审核中"),
                            ("proposed", "待认定"),
                            ("recognised", "已认定，待本人确认"),
                            ("confirmed", "本人已确认"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=12,
                    ),
                ),
                ("opened_by", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("case_number", models.CharField(db_default="", default="", max_length=40)),
                ("proposed_by", models.CharField(max_length=80, null=True)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("recognised_by", models.CharField(max_length=80, null=True)),
                ("recognised_at", models.DateTimeField(null=True)),
                ("word_reason", models.CharField(db_default="", default="", max_length=500)),
                ("word_by", models.CharField(max_length=80, null=True)),
                ("word_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "place"], name="retirement_file_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("open", "proposed", "recognised", "confirmed"))
                        ),
                        name="retirement_file_review_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(
                                ("proposed_at__isnull", False), ("proposed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="retirement_file_review_proposed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["recognised", "confirmed"]), _negated=True),
                            models.Q(
                                ("recognised_by__isnull", False),
                                models.Q(("recognised_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="retirement_file_review_two_people",
                    ),
                ],
                "db_table": "retirement_file_review",
            },
        ),
        migrations.CreateModel(
            name="FileQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.CharField(max_length=500)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("answer", models.CharField(db_default="", default="", max_length=1000)),
                ("answered_by", models.CharField(max_length=80, null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.employer",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="retirement_file.filereview",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked", ""), _negated=True),
                        name="retirement_file_question_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="retirement_file_question_answered",
                    ),
                ],
                "db_table": "retirement_file_question",
            },
        ),
        migrations.CreateModel(
            name="FilePaper",
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
                            ("birth", "出生时间记载"),
                            ("hire", "招工录用"),
                            ("wage", "工资与工龄审批"),
                            ("transfer", "调动介绍信"),
                            ("service", "参军入伍退伍"),
                            ("schooling", "学籍"),
                            ("special_work", "特殊工种岗位记录"),
                            ("history", "履历表"),
                            ("signed", "本人签字确认书"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                    ),
                ),
                ("dated_on", models.DateField()),
                ("proves", models.CharField(max_length=255)),
                ("listed_by", models.CharField(max_length=80)),
                ("listed_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="retirement_file.filereview",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "file"), name="retirement_file_paper_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proves", ""), _negated=True),
                        name="retirement_file_paper_proves_something",
                    ),
                ],
                "db_table": "retirement_file_paper",
            },
        ),
        migrations.CreateModel(
            name="FileFinding",
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
                            ("birth_date", "出生时间"),
                            ("work_start", "参加工作时间"),
                            ("deemed_service", "视同缴费"),
                            ("special_work", "特殊工种"),
                            ("gap", "档案中断"),
                            ("fact", "其他认定数据"),
                        ],
                        max_length=16,
                    ),
                ),
                ("by_id", models.DateField(null=True)),
                ("by_file", models.DateField(null=True)),
                ("from_month", models.IntegerField(null=True)),
                ("to_month", models.IntegerField(null=True)),
                ("work_type", models.CharField(db_default="", default="", max_length=24)),
                ("employer_name", models.CharField(db_default="", default="", max_length=200)),
                ("fact", models.CharField(db_default="", default="", max_length=40)),
                ("value", models.JSONField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("found_by", models.CharField(max_length=80)),
                ("found_at", models.DateTimeField()),
                ("withdrawn_by", models.CharField(max_length=80, null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="retirement_file.filepaper",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="retirement_file.filereview",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_month__isnull", True),
                            ("to_month__gte", models.F("from_month")),
                            _connector="OR",
                        ),
                        name="retirement_file_finding_span",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="retirement_file_finding_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "gap"), ("paper__isnull", False), _connector="OR"
                        ),
                        name="retirement_file_finding_paper",
                    ),
                ],
                "db_table": "retirement_file_finding",
            },
        ),
        migrations.CreateModel(
            name="FileEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=20)),
                ("source", models.CharField(max_length=12)),
                ("target", models.CharField(max_length=12)),
                ("reason", models.CharField(db_default="", default="", max_length=500)),
                ("actor", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="retirement_file.filereview",
                    ),
                ),
            ],
            options={
                "db_table": "retirement_file_event",
            },
        ),
        migrations.CreateModel(
            name="Publicity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("shown", models.JSONField()),
                ("opened_by", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publicities",
                        to="retirement_file.filereview",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ends_on"], name="retirement_file_publicity_end")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "starts_on"), name="retirement_file_publicity_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="retirement_file_publicity_span",
                    ),
                ],
                "db_table": "retirement_file_publicity",
            },
        ),
        migrations.CreateModel(
            name="PublicityObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("phone", models.CharField(max_length=32)),
                ("words", models.CharField(max_length=1000)),
                ("raised_at", models.DateTimeField()),
                ("upheld", models.BooleanField(null=True)),
                ("answer", models.CharField(db_default="", default="", max_length=1000)),
                ("answered_by", models.CharField(max_length=80, null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "publicity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="retirement_file.publicity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="retirement_file_objection_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_by__isnull", True), ("upheld__isnull", True)),
                            models.Q(
                                ("answered_by__isnull", False),
                                ("upheld__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="retirement_file_objection_answered",
                    ),
                ],
                "db_table": "retirement_file_objection",
            },
        ),
        migrations.CreateModel(
            name="RetirementList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=12)),
                ("first_month", models.IntegerField()),
                ("last_month", models.IntegerField()),
                ("people", models.IntegerField()),
                ("drawn_on", models.DateField()),
                ("drawn_by", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "retirement_file_list",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "drawn_on"), name="retirement_file_list_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_month__gte", models.F("first_month"))),
                        name="retirement_file_list_span",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("street", models.CharField(max_length=12)),
                ("retirement_month", models.IntegerField()),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.employer",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
                (
                    "drawn",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed",
                        to="retirement_file.retirementlist",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["street", "retirement_month"], name="retirement_file_by_street"
                    ),
                    models.Index(
                        fields=["employer", "retirement_month"], name="retirement_file_by_employer"
                    ),
                ],
                "db_table": "retirement_file_listed",
            },
        ),
        migrations.CreateModel(
            name="SheetAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        choices=[("confirmed", "本人确认"), ("objected", "本人有异议")],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(db_default="", default="", max_length=500)),
                ("case_number", models.CharField(db_default="", default="", max_length=40)),
                ("sha256", models.CharField(max_length=64)),
                ("said_by", models.CharField(max_length=80)),
                ("said_at", models.DateTimeField()),
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="retirement_file.determinationsheet",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("word", "objected"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="retirement_file_answer_reason",
                    )
                ],
                "db_table": "retirement_file_answer",
            },
        ),
        migrations.CreateModel(
            name="CapacityAppraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("complete", "完全丧失劳动能力"),
                            ("most", "大部分丧失劳动能力"),
                            ("part", "部分丧失劳动能力"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[("illness", "因病或者非因工"), ("work", "因工")], max_length=12
                    ),
                ),
                ("issuer", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=60)),
                ("decided_on", models.DateField()),
                ("case_number", models.CharField(db_default="", default="", max_length=40)),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
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
                "db_table": "retirement_file_appraisal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "number"), name="retirement_file_appraisal_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("issuer", ""), _negated=True),
                        ),
                        name="retirement_file_appraisal_named",
                    ),
                ],
            },
        ),
    ]
