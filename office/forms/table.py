"""The official forms: number, name, how sure their layout is, and which of them an application calls for.

Source: domain reference 1.3 (forms of Permendagri 109/2019).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from office.catalogue import Service, Text
from office.catalogue.definition import Answers
from office.errors import Refused

CONFIRMED, PRACTICE = "confirmed", "practice"
# Said to administrators alone, beside the form's name; never printed on the form.
PRACTICE_NOTE = "susunan menurut praktik, belum dikonfirmasi"


class NotDrawn(Refused):
    """A form could not be made just now."""

    status = 503
    message = "Formulir belum bisa dibuat."
    next_step = "Coba lagi sebentar lagi, atau minta formulirnya di loket."


@dataclass(frozen=True)
class Form:
    """One official form; `confidence` is about its fields and their order, the number and name being sure."""

    code: str
    name: Text
    confidence: str = CONFIRMED

    @property
    def template(self) -> str:
        """Its file in templates/forms."""
        return f"{self.code.lower().replace('.', '-')}.html"

    @property
    def note(self) -> str:
        """What administrators are told about it; '' when its layout is confirmed."""
        return PRACTICE_NOTE if self.confidence == PRACTICE else ""


_ALL = (
    Form("F-1.01", Text("Formulir Biodata Keluarga", "Family biodata")),
    Form("F-1.02", Text("Formulir Pendaftaran Peristiwa Kependudukan", "Registration of a population event")),
    Form("F-1.03", Text("Formulir Pendaftaran Perpindahan Penduduk", "Registration of a move")),
    Form(
        "F-1.04",
        Text("Surat Pernyataan Tidak Memiliki Dokumen Kependudukan", "Statement of having no population documents"),
        PRACTICE,
    ),
    Form(
        "F-1.05",
        Text(
            "Surat Pernyataan Tanggung Jawab Mutlak Perkawinan/Perceraian Belum Tercatat",
            "Statement of a marriage or divorce that is not registered",
        ),
        PRACTICE,
    ),
    Form("F-1.06", Text("Surat Pernyataan Perubahan Elemen Data Kependudukan", "Statement of changed data")),
    Form(
        "F-1.07",
        Text("Surat Kuasa dalam Pelayanan Administrasi Kependudukan", "Power of attorney for population matters"),
        PRACTICE,
    ),
    Form(
        "F-2.01",
        Text("Formulir Pelaporan Pencatatan Sipil di dalam Wilayah NKRI", "Report of a civil event within Indonesia"),
    ),
    Form(
        "F-2.03",
        Text(
            "Surat Pernyataan Tanggung Jawab Mutlak Kebenaran Data Kelahiran",
            "Statement that the data of a birth are true",
        ),
        PRACTICE,
    ),
    Form(
        "F-2.04",
        Text(
            "Surat Pernyataan Tanggung Jawab Mutlak Kebenaran sebagai Pasangan Suami Istri",
            "Statement of being husband and wife",
        ),
        PRACTICE,
    ),
)
FORMS: Mapping[str, Form] = {form.code: form for form in _ALL}

# A paper that is itself an official form: it is wanted only where the paper is.
STATEMENTS = {
    "f104": "F-1.04",
    "sptjm-kawin": "F-1.05",
    "surat-kuasa": "F-1.07",
    "sptjm-kelahiran": "F-2.03",
    "sptjm-suami-istri": "F-2.04",
}


def forms_of(service: Service) -> list[Form]:
    """The forms that a service names by its `form` key or asks for among its papers, in the order of their numbers."""
    named = set(re.findall(r"F-\d\.\d\d", service.form))
    named |= {STATEMENTS[paper.code] for paper in service.papers if paper.code in STATEMENTS}
    return [form for form in _ALL if form.code in named]


def forms_for(service: Service, answers: Answers) -> list[Form]:
    """The forms that one application calls for: those of its service, statements only where they are asked for."""
    asked = {STATEMENTS.get(paper.code) for paper in service.papers_for(answers)}
    return [form for form in forms_of(service) if form.code in asked or form.code not in STATEMENTS.values()]


def users_of(form: Form, services: Mapping[str, Service] | list[Service]) -> list[Service]:
    """The services that use a form."""
    every = services.values() if isinstance(services, Mapping) else services
    return [service for service in every if form in forms_of(service)]
