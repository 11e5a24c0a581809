"""What was typed cannot be right: the refusal every reader of this folder raises."""


def N_(sentence: str) -> str:  # noqa: N802 - the name that pybabel looks for
    """Mark a sentence for the translators and leave it as it is."""
    return sentence


class BadInput(ValueError):
    """An answer that is certainly wrong: a code for programs, a sentence for the person who typed it.

    `code` never changes with the wording. `sentence` is an Indonesian msgid whose named gaps are filled from
    `params`, so a page shows `gettext(refusal.sentence, **refusal.params)`. `str()` gives the code alone: what was
    typed may be personal and must not reach a log line.
    """

    def __init__(self, code: str, sentence: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.params = params

    @property
    def in_indonesian(self) -> str:
        """The sentence with its gaps filled, untranslated."""
        return self.sentence % self.params if self.params else self.sentence
