"""Pieces that several service files share: steps and papers kept once in `blocks/`, and taken in with `use`.

Everything is expanded before the file is read and its digest taken: a version of a service that an application began
with is whole, and a block that changes later changes nothing for it.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from office.catalogue.definition import BadDefinition

Raw = Mapping[str, Any]
PAPERS = "papers"
# Who asks is reached the same way in nearly every service; a file says only what differs.
ROLES = {"subject": "pemohon.nama", "applicant": "pemohon.nama", "phone": "pemohon.telepon", "email": "pemohon.email"}


def read(path: Path) -> dict[str, Any]:
    """The content of a TOML file.

    Raises:
        BadDefinition: it isn't TOML in UTF-8, or can't be read.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as trouble:
        raise BadDefinition(f"{path.name}: {trouble}") from trouble


def expand(raw: Raw, folder: Path, where: str) -> dict[str, Any]:
    """A service file's content with its blocks, from `folder`, written out.

    Raises:
        BadDefinition: a block is unknown or broken, or drops a question it doesn't have.
    """
    whole = dict(raw)
    if isinstance(raw.get("steps"), list):
        whole["steps"] = [_step(step, folder, f"{where}: steps[{n}]") for n, step in enumerate(raw["steps"])]
    if isinstance(raw.get("papers"), list):
        whole["papers"] = [_paper(paper, folder, f"{where}: papers[{n}]") for n, paper in enumerate(raw["papers"])]
    if isinstance(raw.get("roles", {}), Mapping):
        whole["roles"] = ROLES | dict(raw.get("roles", {}))
    return whole


def _step(given: Any, folder: Path, where: str) -> Any:
    if not isinstance(given, Mapping) or "use" not in given:
        return given
    name = given["use"]
    names = sorted(path.stem for path in folder.glob("*.toml") if path.stem != PAPERS)
    if name not in names:
        raise BadDefinition(f"{where}: use: '{name}' is not one of {', '.join(names)}")
    block = read(folder / f"{name}.toml")
    own = {key: value for key, value in given.items() if key not in ("use", "drop", "questions")}
    questions = _without(block.get("questions", []), given.get("drop", []), where)
    return {"code": name} | block | own | {"questions": _overlaid(questions, given.get("questions", []), where)}


def _without(questions: list[dict[str, Any]], dropped: Any, where: str) -> list[dict[str, Any]]:
    codes = [question.get("code", "") for question in questions]
    for code in dropped if isinstance(dropped, list) else [dropped]:
        if code not in codes:
            raise BadDefinition(f"{where}: drop: '{code}' is not one of {', '.join(codes)}")
    return [question for question in questions if question.get("code") not in dropped]


def _overlaid(questions: list[dict[str, Any]], own: Any, where: str) -> list[Any]:
    """A question of the file under a code of the block changes it; others come after the block's."""
    if not isinstance(own, list):
        raise BadDefinition(f"{where}: questions: must be a list")
    changes = {each["code"]: each for each in own if isinstance(each, Mapping) and "code" in each}
    kept = {question.get("code") for question in questions}
    changed = [{**question, **changes.get(question.get("code", ""), {})} for question in questions]
    return changed + [each for each in own if not (isinstance(each, Mapping) and each.get("code") in kept)]


def _paper(given: Any, folder: Path, where: str) -> Any:
    if not isinstance(given, Mapping) or "use" not in given:
        return given
    known = read(folder / f"{PAPERS}.toml")
    name = str(given["use"])
    if name not in known:
        raise BadDefinition(f"{where}: use: '{name}' is not one of {', '.join(sorted(known))}")
    return {"code": name} | known[name] | {key: value for key, value in given.items() if key != "use"}
