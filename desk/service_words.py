"""The services of the catalogue in their groups, for a choice among many."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _

from frame.language import language
from office import catalogue

Choice = list[tuple[str, list[tuple[str, str]]]]


def families() -> dict[str, str]:
    """Each group of services as people call it."""
    return {
        "kelahiran": _("Kelahiran"), "kk": _("Kartu Keluarga"), "ktp": _("KTP-el"), "kia": _("Kartu anak (KIA)"),
        "pindah": _("Pindah dan datang"), "kematian": _("Kematian"), "perkawinan": _("Perkawinan dan perceraian"),
        "akta": _("Perubahan pada akta"), "lainnya": _("Layanan lain"),
    }  # fmt: skip


def in_groups(codes: Collection[str], counts: Mapping[str, int]) -> Choice:
    """These services by group, each with its count where one is known, as a select takes them."""
    groups: dict[str, list[tuple[str, str]]] = {family: [] for family in families()}
    for code, service in catalogue.services().items():
        if code in codes:
            groups[service.family].append((code, _named(service.name.in_language(language()), counts.get(code))))
    return [(title, groups[family]) for family, title in families().items() if groups[family]]


def _named(name: str, count: int | None) -> str:
    return name if count is None else f"{name} ({count})"
