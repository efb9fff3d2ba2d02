"""Where one province's data live: the data folder and the paths inside it. Used by every room that touches a disk."""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
REFERENCE = REPOSITORY / "data" / "reference"


@dataclass(frozen=True)
class Place:
    """A data folder; reference files come from the repository whichever folder is used."""

    root: Path

    @classmethod
    def find(cls, data: Path | None = None) -> "Place":
        """Return the folder named by `data`, else by VAORA_DATA, else the repository's `data/`."""
        named = data or os.environ.get("VAORA_DATA") or REPOSITORY / "data"
        return cls(Path(named).expanduser().resolve())

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def catalog(self) -> Path:
        return self.warehouse / "catalog.sqlite"

    @property
    def files(self) -> Path:
        return self.warehouse / "files"

    @property
    def bulletins(self) -> Path:
        return self.warehouse / "bulletins.jsonl"

    @property
    def work(self) -> Path:
        return self.warehouse / "work"

    @property
    def secret(self) -> Path:
        return self.root / "secret"

    @property
    def accounts(self) -> Path:
        return self.root / "access" / "accounts.sqlite"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def demo_mark(self) -> Path:
        """A file that marks the whole data folder as invented."""
        return self.warehouse / "demo.json"

    @property
    def exists(self) -> bool:
        """True once a warehouse has been built here."""
        return self.catalog.exists()

    @property
    def is_demo(self) -> bool:
        return self.demo_mark.exists()
