"""What the display plays: the clips of its voice, and a film without sound."""

from flask import Response, send_from_directory

from display import room
from display.board import FILMS
from frame.doors import doors
from office.errors import NotFound

KEPT_SECONDS = 86400


@room.get("/suara/<name>.wav")
def clip(name: str) -> Response:
    """One clip of the voice; a new recording is heard within a day.

    Aborts: 404 NotFound.
    """
    if not name.replace("-", "").isalnum():
        raise NotFound()
    response = send_from_directory(doors().settings.voice, f"{name}.wav", max_age=KEPT_SECONDS, conditional=True)
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


@room.get("/film")
def film() -> Response:
    """The film that the office laid into the folder `display` of its data, in parts as the browser asks for them.

    Aborts: 404 NotFound.
    """
    folder = doors().settings.data / "display"
    name = next((name for name in FILMS if (folder / name).is_file()), None)
    if name is None:
        raise NotFound()
    return send_from_directory(folder, name, conditional=True)
