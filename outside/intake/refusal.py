"""Why an uploaded file is not taken in, as a code."""

CODES = ("too_big", "empty", "wrong_type", "bomb", "broken", "locked_pdf", "too_many_pages", "overran")


class Unreadable(Exception):
    """The file cannot be taken in: `code` is one of CODES, `declared` what the client called its type, for the log."""

    def __init__(self, code: str, declared: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.declared = declared
