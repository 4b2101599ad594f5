"""Documents from a folder, and from nowhere else."""

import json
from pathlib import Path

import pytest

from openbadge_issuer.adapters.document_folder import DocumentFolder
from openbadge_issuer.adapters.http_fetcher import MAX_BYTES
from openbadge_issuer.errors import ConfigurationError, FetchError


def write_index(folder: Path, index: object) -> Path:
    """Write a folder with an index and one document, `did.json`."""
    (folder / "did.json").write_bytes(b'{"id":"did:web:school.example"}')
    (folder / "index.json").write_text(json.dumps(index))
    return folder


def test_document_is_found_by_its_url(tmp_path: Path):
    folder = DocumentFolder(write_index(tmp_path, {"https://school.example/did.json": "did.json"}))
    found = folder.fetch("https://school.example/did.json#key-1")
    assert (b'{"id":"did:web:school.example"}', "application/json") == (found.body, found.media_type)
    assert found.url == "https://school.example/did.json"


def test_document_has_the_media_type_that_the_index_says(tmp_path: Path):
    entry = {"file": "did.json", "contentType": "Application/DID+json; charset=utf-8"}
    folder = DocumentFolder(write_index(tmp_path, {"https://school.example/did.json": entry}))
    assert folder.fetch("https://school.example/did.json").media_type == "application/did+json"


@pytest.mark.parametrize(
    "url", ["https://school.example/", "https://school.example/did.json/", "did.json", "index.json"]
)
def test_nothing_else_is_fetched(tmp_path: Path, url: str):
    folder = DocumentFolder(write_index(tmp_path, {"https://school.example/did.json": "did.json"}))
    with pytest.raises(FetchError, match="nothing else is fetched"):
        folder.fetch(url)


@pytest.mark.parametrize("file", ["../secret", "/etc/passwd", "sub/../../secret"])
def test_files_outside_the_folder_are_refused(tmp_path: Path, file: str):
    with pytest.raises(ConfigurationError, match="outside the folder"):
        DocumentFolder(write_index(tmp_path, {"https://school.example/": file}))


def test_link_out_of_the_folder_is_refused(tmp_path: Path):
    (tmp_path / "secret").touch()
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "link.json").symlink_to(tmp_path / "secret")
    with pytest.raises(ConfigurationError, match="outside the folder"):
        DocumentFolder(write_index(folder, {"https://school.example/": "link.json"}))


@pytest.mark.parametrize("entry", [1, None, [], {}, {"file": 1}, {"file": "did.json", "contentType": 1}])
def test_index_with_something_else_than_files_is_refused(tmp_path: Path, entry: object):
    with pytest.raises(ConfigurationError, match="something else than a file"):
        DocumentFolder(write_index(tmp_path, {"https://school.example/": entry}))


@pytest.mark.parametrize("index", ["[]", "{", "\xff"])
def test_unreadable_index_is_said(tmp_path: Path, index: str):
    (tmp_path / "index.json").write_bytes(index.encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"index\.json cannot be read"):
        DocumentFolder(tmp_path)


def test_missing_index_is_said(tmp_path: Path):
    with pytest.raises(ConfigurationError, match=r"index\.json cannot be read"):
        DocumentFolder(tmp_path)


def test_missing_file_is_said_when_it_is_asked_for(tmp_path: Path):
    folder = DocumentFolder(write_index(tmp_path, {"https://school.example/": "none.json"}))
    with pytest.raises(FetchError, match=r"none\.json cannot be read: No such file"):
        folder.fetch("https://school.example/")


def test_file_that_is_too_large_is_refused(tmp_path: Path):
    folder = DocumentFolder(write_index(tmp_path, {"https://school.example/": "did.json"}))
    (tmp_path / "did.json").write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(FetchError, match="more than 5,242,880 bytes"):
        folder.fetch("https://school.example/")


def test_published_documents_are_read(vectors: Path):
    folder = DocumentFolder(vectors / "vectors/1edtech/documents")
    assert b"publicKeyMultibase" in folder.fetch("https://example.com/issuers/876543").body
