"""Errors that a user may meet, each with its exit code; shown without a traceback.

VaoraError
├─ SettingsError 10     a settings file is wrong (LayoutError 10: a layout file is; RubricsWrong 10: a safety rubric is)
├─ MissingExtension 11  the database engine's extensions are not installed (MissingFonts 11: the fonts of PDFs are not)
├─ NoWarehouse 12       nothing has been loaded yet
├─ LoaderBusy 13        another load is running
├─ PeopleKeyError 14    the key of the people store is absent or wrong (OfficeKeyError 14: of the store of officials)
├─ NothingLoaded 15     every file given was refused
├─ ChecksFailed 16      the load's own checks found a fault: nothing was published
├─ UnknownThing 17      a file id, case, phone or snapshot that is not there
├─ SomeRefused 18       some files given were refused, the others loaded
├─ NotInvented 19       a demo province may not be made over real data
├─ NotSealed 20         a workbook is no list of this house, or not as it left the house
├─ TooMuch 21           a question needs more memory than the engine may take
├─ BulletinBlocked 22   a bulletin's figures contradict each other: it was not issued
├─ NothingToReport 23   no scan of the bulletin's period is loaded
├─ BulletinsAltered 24  the file of bulletins issued is not as it was written
├─ SeveralPeople 25     a phone belongs to several people, and which of them is meant was not said
├─ BackupWrong 26       a file is no backup, was altered or cut short, or the passphrase is another one
├─ NotEmpty 27          a backup is restored into an empty folder only
├─ PassphraseWrong 28   no passphrase for backups was given, or one too short
├─ BackupBusy 29        another backup of this data folder is under way
└─ KeyInEnvironment 30  the key of the people store is in the environment, where no program can replace it
"""

from collections.abc import Mapping, Sequence

from rules.messages import Fault, explain


class VaoraError(Exception):
    """Base of all errors that are the user's to know; `code` names its sentence in the message files."""

    exit_code = 1
    code = "error"

    def __init__(self, message: str = "", **values: str | Sequence[Fault]) -> None:
        super().__init__(message or self.code)
        self.values: Mapping[str, str | Sequence[Fault]] = values


class SettingsError(VaoraError):
    """A settings file has unknown, missing or wrongly typed keys: all its faults at once, each where it stands."""

    exit_code = 10
    code = "settings_wrong"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(explain(self.code, {"faults": faults}, "en"), faults=faults)


class RubricsWrong(SettingsError):
    """Files of safety rubrics are wrong: all faults of all files at once."""

    code = "rubrics_wrong"


class MissingExtension(VaoraError):
    """A DuckDB extension wheel is not installed in this environment."""

    exit_code = 11
    code = "extension_missing"


class MissingFonts(VaoraError):
    """The fonts of printed matter were not copied to static/vendor/fonts by the set-up."""

    exit_code = 11
    code = "fonts_missing"


class NoWarehouse(VaoraError):
    """The data folder holds no warehouse yet."""

    exit_code = 12
    code = "no_warehouse"


class LoaderBusy(VaoraError):
    """Another process is loading into this data folder."""

    exit_code = 13
    code = "loader_busy"


class PeopleKeyError(VaoraError):
    """The key of the people store is absent, malformed or does not open it."""

    exit_code = 14
    code = "people_key_wrong"


class OfficeKeyError(PeopleKeyError):
    """The same of the store of officials."""

    code = "office_key_wrong"


class NothingLoaded(VaoraError):
    """No file given could be read."""

    exit_code = 15
    code = "nothing_loaded"


class ChecksFailed(VaoraError):
    """A data check returned rows; the load was not published."""

    exit_code = 16
    code = "checks_failed"


class UnknownThing(VaoraError):
    """A name given by the user (file id, case, phone, snapshot) is not in the warehouse."""

    exit_code = 17
    code = "unknown_thing"


class SomeRefused(VaoraError):
    """Some files given could not be read; the others were loaded."""

    exit_code = 18
    code = "some_refused"


class NotInvented(VaoraError):
    """A demo province may not be made over real data."""

    exit_code = 19
    code = "not_invented"


class NotSealed(VaoraError):
    """A workbook is no list of this house, or not as it left the house."""

    exit_code = 20
    code = "not_sealed"


class TooMuch(VaoraError):
    """A question needs more memory than the setting reader_memory allows."""

    exit_code = 21
    code = "too_much"


class BulletinBlocked(VaoraError):
    """A cross-check found figures of a bulletin that contradict each other; `vi` and `en` say which."""

    exit_code = 22
    code = "bulletin_blocked"


class NothingToReport(VaoraError):
    """No scan of the period of a bulletin is loaded."""

    exit_code = 23
    code = "nothing_to_report"


class BulletinsAltered(VaoraError):
    """The file of bulletins issued is not as it was written; `number` is the first line that is not."""

    exit_code = 24
    code = "bulletins_altered"


class AccountRefused(VaoraError):
    """An account that cannot be made, changed or closed as asked; the code says why."""

    exit_code = 31

    def __init__(self, code: str, values: dict[str, str] | None = None) -> None:
        super().__init__(**(values or {}))
        self.code = code


class SenderWrong(VaoraError):
    """One-time codes cannot be sent as secret/sender.toml says."""

    exit_code = 32
    code = "sender_wrong"


class SecretSpoilt(VaoraError):
    """A key file of the data folder holds no key."""

    code = "secret_spoilt"
    exit_code = 36


class ProviderRefused(VaoraError):
    """Nobody was signed in by the province's own sign-on; the code says why."""

    exit_code = 35

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class NotRecorded(VaoraError):
    """The view log cannot be written; people's data are therefore not shown."""

    exit_code = 34
    code = "not_recorded"


class NotAllowed(VaoraError):
    """The role of whoever asks does not open the people store."""

    exit_code = 33
    code = "not_allowed"


class BackupWrong(VaoraError):
    """A file is no backup, was altered or cut short, or the passphrase is another one."""

    exit_code = 26
    code = "backup_wrong"


class NotEmpty(VaoraError):
    """A backup is restored into an empty folder only."""

    exit_code = 27
    code = "not_empty"


class PassphraseWrong(VaoraError):
    """No passphrase for backups was given, or one too short."""

    exit_code = 28
    code = "passphrase_wrong"


class BackupBusy(VaoraError):
    """Another backup of this data folder is under way, or purges follow each other too fast."""

    exit_code = 29
    code = "backup_busy"


class KeyInEnvironment(VaoraError):
    """The key of the people store is in the environment, where no program can replace it."""

    exit_code = 30
    code = "key_in_environment"


class UnknownList(UnknownThing):
    """A code of a list that the register does not have."""

    code = "list_unknown"


class PersonUnknown(UnknownThing):
    """Nothing is held about the person asked for; which number was asked is not repeated."""

    code = "person_unknown"


class SeveralPeople(VaoraError):
    """A phone belongs to several people, and which of them is meant was not said."""

    exit_code = 25
    code = "several_people"


class TooOld(UnknownThing):
    """The state asked for is no longer kept."""

    code = "too_old"
