"""The verbs of review: decide on records in the terminal, and see what the decisions say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from extractors.errors import DuibiaoError
from extractors.records import NoticeRecords
from extractors.vocabulary import Status
from pipeline import corpus

REVIEWS = Path("corpus/reviews")

Folder = Annotated[Path, typer.Option("--reviews", help="Folder of the review files.")]


def review(
    file: Annotated[Path, typer.Argument(help="The notice to review.")],
    reviewer: Annotated[str, typer.Option("--as", help="Your initials.")],
    folder: Folder = REVIEWS,
    name: Annotated[str | None, typer.Option(help="The notice's path within its corpus, if not its file name.")] = None,
) -> None:
    """Decide on the records of a notice one by one; quit at any time and go on later.

    Example: `duibiao review my-notices/plan.txt --as LW`
    """
    from pipeline.review import corrections, session  # noqa: PLC0415 - the readers load dictionaries

    source_path = name or file.name
    records = _read(file, source_path)
    path = folder / corrections.file_name(source_path)
    known = corrections.load(path) if path.exists() else corrections.Review(notice=source_path)
    console = Console(highlight=False)
    desk = session.Desk(reviewer, console, input, lambda made: corrections.save(folder, made))
    done = session.run(records, known, desk)
    left = sum(1 for _ in session.questions(records, done, reviewer))
    console.print(f"{len(done.corrections)} decisions in {path}, {left} records open")


def merge(
    file: Annotated[Path, typer.Argument(help="A review file, as the report page gives it for download.")],
    folder: Folder = REVIEWS,
) -> None:
    """Add the decisions made in the report page to those that lie beside the corpus; none that is there is lost.

    Example: `duibiao merge ~/Downloads/plan.txt.yaml --reviews corpus/reviews`
    """
    from pipeline.review import corrections  # noqa: PLC0415 - with the other verbs of review

    made = corrections.load(file)
    path = folder / corrections.file_name(made.notice)
    known = corrections.load(path) if path.exists() else corrections.Review(notice=made.notice)
    merged = corrections.decide(known, made.corrections)
    corrections.save(folder, merged)
    Console(highlight=False).print(
        f"{len(made.corrections)} decisions added, {len(merged.corrections)} in {path}", soft_wrap=True
    )


def gold(
    file: Annotated[Path, typer.Argument(help="A reviewed notice.")],
    folder: Folder = REVIEWS,
    name: Annotated[str | None, typer.Option(help="The notice's path within its corpus, if not its file name.")] = None,
) -> None:
    """Print the decisions on a notice as gold cases: each sentence that was wholly decided, with its targets.

    Example: `duibiao gold my-notices/plan.txt > my-cases.yaml`
    """
    from pipeline.review import apply, corrections  # noqa: PLC0415 - the readers load dictionaries
    from pipeline.review import gold as writer  # noqa: PLC0415

    source_path = name or file.name
    path = folder / corrections.file_name(source_path)
    if not path.exists():
        raise DuibiaoError(f"{path}: {source_path} was not reviewed yet; do so with duibiao review {file}")
    records = apply.apply(_read(file, source_path), corrections.load(path))
    typer.echo(writer.write(writer.cases(records)), nl=False)


def _read(file: Path, source_path: str) -> NoticeRecords:
    """Read a notice as a run does.

    Raises:
        DuibiaoError: there is no such file, or it cannot be read.
    """
    if not file.is_file():
        raise DuibiaoError(f"{file}: there is no such notice")
    records = corpus.read(corpus.File(file, source_path))
    if records.notice.status is Status.FAILED:
        raise DuibiaoError(f"{file}: {records.notice.reason}")
    return records


def agreement(folder: Folder = REVIEWS) -> None:
    """Show precision by rule (the rule that errs most first) and agreement between reviewers.

    Example: `duibiao agreement --reviews corpus/reviews`
    """
    from pipeline.review import corrections, measure  # noqa: PLC0415

    reviews = list(corrections.load_all(folder).values())
    if not reviews:
        raise DuibiaoError(f"{folder}: no reviews yet; make one with duibiao review")
    console = Console(highlight=False)
    rules = Table("规则 rule", "采纳 accepted", "审核 judged", "准确率 precision")
    for row in measure.precision_by_rule(reviews):
        rules.add_row(row.rule, str(row.accepted), str(row.judged), f"{row.share:.2f}")
    console.print(rules)
    people = Table("审核人 reviewers", "共审 both", "一致 alike", "kappa")
    for pair in measure.agreement(reviews):
        kappa = "—" if pair.kappa is None else f"{pair.kappa:.2f}"
        people.add_row(" · ".join(pair.reviewers), str(pair.both), str(pair.alike), kappa)
    console.print(people)
