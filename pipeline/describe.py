"""Describe every table, column and view where Datasette looks: `datasette policy.db -m metadata.json`."""

from __future__ import annotations

import json
from pathlib import Path

import sqlite_utils

from pipeline import schema, views
from pipeline.align import tables as aligning
from pipeline.view_columns import COLUMNS


def write(db: sqlite_utils.Database, path: Path) -> None:
    """Write the descriptions of a database, in English and Chinese."""
    path.write_text(json.dumps(metadata(db), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def metadata(db: sqlite_utils.Database) -> dict[str, object]:
    """Return the descriptions in the form that Datasette reads."""
    described: dict[str, object] = {
        table.name: {
            "description": f"{table.english} · {table.chinese}",
            "columns": {
                column.name: f"{column.english} · {column.chinese}"
                for column in (*table.columns, *aligning.MORE_COLUMNS.get(table.name, ()))
            },
        }
        for table in (*schema.TABLES, *aligning.TABLES)
    }
    described |= {
        view.name: {
            "description": f"{view.english} · {view.chinese}",
            "columns": {name: " · ".join(COLUMNS[name]) for name in db[view.name].columns_dict},
        }
        for view in views.VIEWS
    }
    return {
        "title": "Duibiao 对标",
        "description": "Targets, deadlines and responsible agencies of policy notices · 政策文件的目标、时限与责任部门",
        "databases": {"policy": {"tables": described}},
    }
