"""The constraints and indexes of a table are made with it: ``python -m tests.house.folding``."""

from __future__ import annotations

from tests.house.folding import folded, loose_in, migrations

LOOSE = """
class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name='Room',
            fields=[('id', models.BigAutoField()), ('name', models.CharField())],
            options={
                'constraints': [models.UniqueConstraint(fields=('name',), name='is_one')],
            },
        ),
        migrations.CreateModel(
            name='Door',
            fields=[('id', models.BigAutoField()), ('width', models.IntegerField())],
        ),
        migrations.AddField(
            model_name='room',
            name='door',
            field=models.ForeignKey(to='house.door'),
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.CheckConstraint(condition=models.Q(('name', '')), name='is_named'),
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.CheckConstraint(condition=models.Q(('door__gt', 0)), name='opens'),
        ),
        migrations.AddIndex(
            model_name='door',
            index=models.Index(fields=['-width'], name='by_width'),
        ),
        migrations.RunPython(protect),
    ]
"""
FOLDED = """
class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name='Room',
            fields=[('id', models.BigAutoField()), ('name', models.CharField())],
            options={
                'constraints': [models.UniqueConstraint(fields=('name',), name='is_one'), \
models.CheckConstraint(condition=models.Q(('name', '')), name='is_named')],
            },
        ),
        migrations.CreateModel(
            name='Door',
            fields=[('id', models.BigAutoField()), ('width', models.IntegerField())],
            options={
                'indexes': [models.Index(fields=['-width'], name='by_width')],
            },
        ),
        migrations.AddField(
            model_name='room',
            name='door',
            field=models.ForeignKey(to='house.door'),
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.CheckConstraint(condition=models.Q(('door__gt', 0)), name='opens'),
        ),
        migrations.RunPython(protect),
    ]
"""


def test_what_can_stand_with_its_table_moves_there_and_what_needs_a_later_field_stays() -> None:
    assert folded(LOOSE) == FOLDED


def test_a_second_folding_changes_nothing() -> None:
    assert folded(FOLDED) == FOLDED


def test_no_migration_of_the_house_is_loose() -> None:
    loose = {path.parts[-3:]: len(list(loose_in(path.read_text()))) for path in migrations()}
    assert loose
    assert not {path for path, count in loose.items() if count}, "python -m tests.house.folding"
