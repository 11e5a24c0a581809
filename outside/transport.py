"""How a message fails to arrive: this time, or for good."""


class Trouble(Exception):
    """It was not taken this time, or nobody knows whether it was; its text is a code, never a person's data."""


class Refusal(Exception):
    """It will never be taken: trying again can't help."""
