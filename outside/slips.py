from dataclasses import dataclass
@dataclass(frozen=True)
class Slip:
    office: str
    heading: str
    label: str
    where: str
    lines: tuple
    qr: str
    qr_caption: str
    foot: str
def draw(s): return b""
