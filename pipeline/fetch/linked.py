"""Link what was fetched: a version of a page to the newest one, and an attachment to its page."""

from __future__ import annotations

from urllib.parse import urljoin

import sqlite_utils

FETCHED = """SELECT id, source_url, fetched_from, status = 'failed' AS failed FROM documents
    WHERE version IS NOT NULL ORDER BY version, id"""

ATTACH = """UPDATE documents SET attached_to = page.id,
        jurisdiction_code = coalesce(documents.jurisdiction_code, page.jurisdiction_code),
        issued_on = coalesce(documents.issued_on, page.issued_on)
    FROM documents AS page WHERE page.id = :page AND documents.id = :id"""

LINKS = """SELECT a.rowid AS place, a.url, d.source_url FROM attachments AS a JOIN documents AS d ON d.id = a.document_id
    WHERE a.url IS NOT NULL"""


def link(db: sqlite_utils.Database) -> None:
    """Fill `replaced_by` and `attached_to` in a database that `store` has just built.

    The newest version is the newest that could be read. An attachment that does not say whose it is, or of when, has
    place and day of its page; a link to a file that was read as a document of its own says so.
    """
    rows = list(db.query(FETCHED))
    newest = {row["source_url"]: row["id"] for row in rows if not row["failed"]}
    with db.atomic():
        for row in rows:
            latest, page = newest.get(row["source_url"]), newest.get(row["fetched_from"])
            if not row["failed"] and latest != row["id"]:
                db.execute("UPDATE documents SET replaced_by = ? WHERE id = ?", [latest, row["id"]])
            if page is not None and page != latest:
                db.execute(ATTACH, {"page": page, "id": row["id"]})
        for row in list(db.query(LINKS)):
            if urljoin(row["source_url"] or "", row["url"]) in newest:
                db.execute("UPDATE attachments SET state = 'read' WHERE rowid = ?", [row["place"]])
