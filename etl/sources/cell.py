"""How a typed cell is written as text. Called for workbooks (in a process of its own), JSON and Parquet."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def cell_text(value: object) -> str:
    """Return `value` as text: whole numbers without '.0', no exponents, times to the second, yes/no as 1/0.

    >>> [cell_text(v) for v in (903123456.0, 0.5, True, None, datetime(2021, 6, 2, 8, 29, 59, 999900))]
    ['903123456', '0.5', '1', '', '2021-06-02 08:30:00']
    """
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return str(int(value))
        case int():
            return str(value)
        case float():
            return _number(value)
        case Decimal():
            return _number(value)
        case datetime():
            local = value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value
            return _to_second(local).isoformat(sep=" ")
        case date():
            return f"{value.isoformat()} 00:00:00"
        case time():
            return _clock(value.hour * 3600 + value.minute * 60 + value.second + round(value.microsecond / 1e6))
        case timedelta():
            return _clock(round(value.total_seconds()))
        case list() | tuple():
            return "; ".join(cell_text(item) for item in value)
        case _:
            return str(value)


def _number(value: float | Decimal) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if not number.is_finite():
        return ""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _to_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0) + timedelta(seconds=round(moment.microsecond / 1e6))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
