"""E-mail addresses typed by hand; the SQL macro email_valid says the same for files."""

import re

_ADDRESS = re.compile(
    r"[A-Za-z0-9_%+'-]+(\.[A-Za-z0-9_%+'-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}", re.ASCII
)


def is_email(text: str) -> bool:
    """Return whether a text is one e-mail address.

    >>> [is_email(text) for text in ("dau.moi@angiang.gov.vn", "a@b", "a@x.vn; b@x.vn", "chưa có")]
    [True, False, False, False]
    """
    return bool(_ADDRESS.fullmatch(text))
