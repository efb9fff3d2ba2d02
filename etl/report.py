"""What a load says of itself: one line per table read, one per file refused."""

from dataclasses import dataclass, field

from etl.sources import Refusal


@dataclass
class FileReport:
    """The account of one table; `read == loaded + duplicate + rejected` always holds."""

    file_id: str
    name: str
    layout: str
    source: str
    encoding: str
    sha256: str
    read: int = 0
    loaded: int = 0
    duplicate: int = 0
    rejected: int = 0
    withheld: int = 0
    """Of the rejected rows, those that may not come back, so that nothing of them is parked: their period is over, or
    their person was erased."""
    faults: tuple[tuple[str, str], ...] = ()
    """Why rows were rejected, (code, column), most frequent first."""
    known: bool = False
    """True: these very bytes were loaded before; nothing was done."""
    unknown_headers: tuple[str, ...] = ()


@dataclass
class LoadReport:
    """The account of one load."""

    files: list[FileReport] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    snapshot: int = 0
    seconds: float = 0.0

    @property
    def published(self) -> bool:
        """True when the load made a new snapshot."""
        return any(not file.known for file in self.files)
