"""The command line as users meet it: verbs, help, exit codes, one clear line for trouble, the same bytes again."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
import typer.main

from extractors.vocabulary import Status
from pipeline import cli, corpus, run
from tests.conftest import NOTICES, PROJECT, Duibiao, run_alone, write_notices

NOTICE = "media_type <> 'reference'"
"""What tells notices from the reference standards, which are documents of every database."""

COMMANDS = sorted(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def contents(folder: Path) -> dict[str, str]:
    """Return what each file of a folder holds, as a hash that a failing test can show."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


# ---------------------------------------------------------------- verbs


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_verb_says_what_it_does_with_an_example(verb: str) -> None:
    command = typer.main.get_command(cli.app).commands[verb]  # type: ignore[attr-defined]
    assert re.search(rf"Example: `duibiao {verb}\b", command.help), f"{verb} has no example in its help"
    for option in command.params:
        assert getattr(option, "help", None), f"{verb}: {option.name} has no help"


def test_help_and_version(duibiao: Duibiao) -> None:
    told = duibiao("--help")
    assert told.returncode == 0
    assert all(verb in told.stdout for verb in COMMANDS)
    assert duibiao("--version").stdout == "duibiao 0.1.0\n"


def test_help_loads_no_reader() -> None:
    """Tokenizer, matcher and graph library take seconds to load: only the verbs that use them shall pay."""
    heavy = {"spacy", "jieba", "scipy", "networkx"}
    asked = f"import sys, pipeline.cli; print(*({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    "words", [("nonsense",), ("extract", "--workers", "0", "x"), ("extract",), ("read", "--issued", "x")]
)
def test_a_wrong_command_is_2(duibiao: Duibiao, words: tuple[str, ...]) -> None:
    assert duibiao(*words).returncode == 2


SENTENCE = "到2025年，学前三年毛入园率达到95%以上。"


@pytest.mark.parametrize("words", [(SENTENCE,), (), ("-",)])
def test_a_sentence_or_standard_input_is_read(
    duibiao: Duibiao, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(SENTENCE))
    (target,) = json.loads(duibiao("read", *words, "--issued", "2023-09-05").stdout)["records"]["targets"]
    assert (target["comparator"], target["value"], target["deadline"]) == (">=", 95, "2025-12-31")


# ---------------------------------------------------------------- a run


def test_a_run_leaves_database_descriptions_and_page(outputs: Path) -> None:
    names = {path.name for path in outputs.iterdir()}
    assert {"policy.db", "metadata.json", "report.html"} <= names
    assert not [name for name in names if name.startswith(".")]


def test_every_table_column_and_view_is_described_where_datasette_looks(outputs: Path) -> None:
    described = json.loads((outputs / "metadata.json").read_text(encoding="utf-8"))["databases"]["policy"]["tables"]
    with closing(sqlite_utils.Database(outputs / "policy.db")) as db:
        assert {*db.table_names(), *db.view_names()} == set(described)
        for name in db.table_names():
            assert set(db.table(name).columns_dict) == set(described[name]["columns"]), name
        for name in db.view_names():
            assert set(db.view(name).columns_dict) == set(described[name]["columns"]), name


def test_every_file_is_a_row_with_its_status(outputs: Path) -> None:
    found = rows(outputs / "policy.db", f"SELECT source_path, status, reason FROM documents WHERE {NOTICE} ORDER BY 1")
    assert [path for path, _, _ in found] == sorted(NOTICES)
    assert [path for path, status, _ in found if status == "failed"] == ["空.txt"]
    assert all((status == "ok") == (reason is None) for _, status, reason in found)


def test_the_summary_is_a_table_or_json(outputs: Path, duibiao: Duibiao) -> None:
    table = duibiao("report", "--out", outputs)
    assert table.returncode == 0
    assert "failed 1" in table.stdout
    assert "空.txt" in table.stdout
    figures = json.loads(duibiao("report", "--out", outputs, "--json").stdout)
    assert figures["notices"] == {"ok": 2, "warned": 0, "failed": 1, "copies": 0, "older": 0}


def test_no_progress_bar_and_no_colour_where_output_is_no_terminal(
    corpus: Path, duibiao: Duibiao, tmp_path: Path
) -> None:
    done = duibiao("extract", corpus, "--out", tmp_path / "out")
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""


def test_lining_up_again_changes_nothing(outputs: Path, duibiao: Duibiao, tmp_path: Path) -> None:
    again = shutil.copytree(outputs, tmp_path / "again")
    done = duibiao("align", "--out", again)
    assert done.returncode == 0, done.stderr
    assert contents(again) == contents(outputs)


def test_lining_up_again_knows_the_places_that_the_corpus_brought(duibiao: Duibiao, tmp_path: Path) -> None:
    """A total is divided among places that only the corpus's own file knows and that have no notice of their own."""
    places = """code,name,level,parent,valid_from,valid_to,source
980000,云泽省,province,100000,,,虚构
980100,青浦口市,city,980000,,,虚构
980200,石桥市,city,980000,,,虚构
"""
    plan = """云泽省人民政府关于印发城市更新行动方案的通知
到2025年，全省新建口袋公园300个，其中青浦口市100个、石桥市200个。
"""
    folder = write_notices(tmp_path / "corpus", {"plan.txt": plan, "places.csv": places})
    out = tmp_path / "out"
    assert duibiao("extract", folder, "--out", out, "--workers", 1).returncode == 0
    made = contents(out)
    split = "SELECT j.name, a.value FROM allocations AS a JOIN jurisdictions AS j ON j.code = a.jurisdiction_code ORDER BY 1"
    assert rows(out / "policy.db", split) == [("石桥市", 200.0), ("青浦口市", 100.0)]
    assert duibiao("align", "--out", out).returncode == 0
    assert contents(out) == made


def test_explain_shows_the_text_and_its_records(corpus: Path, duibiao: Duibiao) -> None:
    done = duibiao("explain", corpus / "云泽省/行动方案.txt")
    assert done.returncode == 0, done.stderr
    assert "一、主要目标" in done.stdout
    assert "云政办发〔2021〕7号" in done.stdout


# ---------------------------------------------------------------- the same bytes again


def test_the_same_corpus_gives_the_same_bytes(outputs: Path, tmp_path: Path) -> None:
    """In another place, its files made in another order, read by two processes with another hash seed."""
    folder = write_notices(tmp_path / "elsewhere", dict(reversed(NOTICES.items())))
    out = tmp_path / "out"
    seeded = {**os.environ, "PYTHONHASHSEED": "4711"}
    done = run_alone("extract", folder, "--out", out, "--workers", 2, env=seeded)
    assert done.returncode == 0, done.stderr
    assert contents(out) == contents(outputs)


# ---------------------------------------------------------------- trouble


def test_a_missing_folder(duibiao: Duibiao, tmp_path: Path) -> None:
    done = duibiao("extract", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"duibiao: {tmp_path}/nowhere: there is no such file or folder; give the folder that holds the notices\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_folder_without_notices(duibiao: Duibiao, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing here")
    (tmp_path / ".hidden.txt").write_text("nor here")
    done = duibiao("extract", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no notices in it" in done.stderr


def test_debug_shows_where_it_failed(tmp_path: Path) -> None:
    done = run_alone("extract", tmp_path / "nowhere", "--debug")
    assert done.returncode == 1
    assert "Traceback" in done.stderr


HOPELESS = {
    "empty": b"",
    "blanks": b" \n" * 1000,
    "one character, very often": "目".encode() * 1_000_000,
    "zero bytes": b"\0" * 10_000,
    "not what its name says": bytes(range(256)) * 100,
}


@pytest.mark.parametrize("name", HOPELESS)
def test_what_cannot_be_read_fails_with_a_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_bytes(HOPELESS[name])
    notice = corpus.read(corpus.find(tmp_path)[0]).notice
    assert (notice.status, notice.text) == (Status.FAILED, "")
    assert notice.reason
    assert "\n" not in notice.reason


def test_where_nothing_could_be_read_the_last_run_stays(duibiao: Duibiao, outputs: Path, tmp_path: Path) -> None:
    out = shutil.copytree(outputs, tmp_path / "out")
    done = duibiao("extract", write_notices(tmp_path / "corpus", {"a.txt": "", "b.txt": ""}), "--out", out)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "a.txt" in done.stderr
    assert contents(out) == contents(outputs)


def test_without_an_earlier_run_the_failures_are_rows(duibiao: Duibiao, tmp_path: Path) -> None:
    write_notices(tmp_path / "corpus", {"a.txt": ""})
    done = duibiao("extract", tmp_path / "corpus", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert rows(tmp_path / "out/policy.db", f"SELECT status FROM documents WHERE {NOTICE}") == [("failed",)]


def test_no_space_leaves_the_last_run(corpus: Path, outputs: Path, tmp_path: Path) -> None:
    out = shutil.copytree(outputs, tmp_path / "out")

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = run_alone("extract", corpus, "--out", out, preexec_fn=small_files_only)
    assert done.returncode == 1
    assert done.stderr.startswith("duibiao: ")
    assert done.stderr.count("\n") == 1
    assert contents(out) == contents(outputs)


def test_outputs_where_a_file_stands(duibiao: Duibiao, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    done = duibiao("extract", corpus, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / "out") in done.stderr


def test_a_file_that_may_not_be_read_fails_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    write_notices(tmp_path, {"a.txt": "正文。"})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert corpus.read(corpus.find(tmp_path)[0]).notice.reason == "unreadable: Permission denied"


# ---------------------------------------------------------------- which files are notices


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("不应读到")
    folder = write_notices(tmp_path / "corpus", {"a.txt": "正文。"})
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)
    link = next(file for file in corpus.find(folder) if file.source_path == "link.txt")
    assert corpus.read(link).notice.reason == "a link that leads out of the corpus folder"
    assert {file.source_path for file in corpus.find(folder)} == {"a.txt", "link.txt"}


def test_a_pipe_is_no_notice(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert corpus.read(corpus.find(tmp_path)[0]).notice.reason == "unreadable: not a regular file"


def test_companions_are_not_notices() -> None:
    names = ["a.html", "b.PDF", "c", "README.md", "Readme.txt", "places.csv", "key.yaml", ".DS_Store", "~$a.docx"]
    assert [name for name in names if corpus.is_notice(name)] == ["a.html", "b.PDF", "c"]


def test_names_that_are_not_utf8_become_paths_that_can_be_stored(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd0\xc2.txt"))).write_text("正文。")
    assert [file.source_path for file in corpus.find(tmp_path)] == ["��.txt"]


def test_the_outputs_are_no_part_of_the_corpus(tmp_path: Path) -> None:
    write_notices(tmp_path, {"a.txt": "正文。", "out/b.txt": "输出。"})
    assert [file.source_path for file in corpus.find(tmp_path, besides=tmp_path / "out")] == ["a.txt"]


def test_files_of_the_same_bytes_have_ids_of_their_own(tmp_path: Path) -> None:
    write_notices(tmp_path, {"a.txt": "到2025年，绿地率达到38%。", "b.txt": "到2025年，绿地率达到38%。"})
    (first, _), (second, _) = run.named(corpus.read(file) for file in corpus.find(tmp_path))
    assert second == f"{first}-2"


def test_the_graph_around_a_name_is_a_part_of_the_whole(outputs: Path, duibiao: Duibiao, tmp_path: Path) -> None:
    whole = json.loads((outputs / "graph.json").read_text("utf-8"))
    name = next(node["label"] for node in whole["nodes"] if node["kind"] == "indicator")
    done = duibiao("around", name, "--out", outputs, "--to", tmp_path / "near", "--steps", "1")
    assert done.returncode == 0, done.stderr
    near = json.loads((tmp_path / "near" / "graph.json").read_text("utf-8"))
    assert name in {node["label"] for node in near["nodes"]}
    assert {node["id"] for node in near["nodes"]} < {node["id"] for node in whole["nodes"]}
    assert {"graph.gexf", "graph.graphml"} <= {path.name for path in (tmp_path / "near").iterdir()}
    nobody = duibiao("around", "无此地", "--out", outputs, "--to", tmp_path / "none")
    assert nobody.returncode == 1
    assert "无此地" in nobody.stderr
