"""The voice of the display: one short clip a word, spoken in Indonesian without the Internet, kept as files.

The synthesiser (eSpeak NG, GPL-3) runs as a program of its own, `python -m outside.voice_child`, and is never loaded into
ours. A file that is there, such as a human recording of the same name, is kept.
"""

import array
import io
import math
import os
import subprocess
import sys
import wave
from collections.abc import Mapping
from pathlib import Path

from office.words import number_in_indonesian
from outside.storage import write_whole

RATE = 22050
# The loudest tenth of a second of every clip is equally strong, as far as its highest peak allows.
LOUD, PEAK = 6000.0, 32000
SILENCE = 400
PAUSE = int(RATE * 0.05)
SECONDS = 60.0
COUNTERS = 40
LETTERS = {
    "a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "ef", "g": "ge", "h": "ha", "i": "i", "j": "je", "k": "ka",
    "l": "el", "m": "em", "n": "en", "o": "o", "p": "pe", "q": "ki", "r": "er", "s": "es", "t": "te", "u": "u", "v": "ve",
    "w": "we", "x": "eks", "y": "ye", "z": "zet",
}  # fmt: skip
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
GONG = "gong"
TEXTS: Mapping[str, str] = {
    "nomor-antrean": "Nomor antrean",
    "silakan-menuju-loket": "silakan menuju loket",
    "silakan-masuk": "silakan masuk ke ruang tunggu",
    "panggilan-ulang": "Panggilan ulang",
    **{f"huruf-{letter}": name for letter, name in LETTERS.items()},
    **{f"angka-{digit}": word for digit, word in enumerate(DIGITS)},
    **{f"nomor-{number}": number_in_indonesian(number) for number in range(1, COUNTERS + 1)},
}
NAMES: tuple[str, ...] = (GONG, *TEXTS)


class NoVoice(Exception):
    """The synthesiser can't run here; its text is a code."""


def spoken(label: str, counter: int | None, *, again: bool) -> tuple[str, ...]:
    """The clips of one announcement: `B-014` at counter 2, or (without a counter) the word to come in from outside."""
    signs = [sign for sign in label.lower() if sign.isascii() and sign.isalnum()]
    said = [f"angka-{sign}" if sign.isdigit() else f"huruf-{sign}" for sign in signs]
    where = ["silakan-menuju-loket", f"nomor-{counter}"] if counter else ["silakan-masuk"]
    return (GONG, *(["panggilan-ulang"] if again else []), "nomor-antrean", *said, *where)


def make_clips(folder: Path) -> None:
    """Make every missing `<name>.wav` (22,050 Hz, one channel, 16 bits), in one run of the synthesiser.

    Raises:
        NoVoice: it can't run, or says nothing; the chime is there all the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / f"{GONG}.wav").exists():
        write_whole(folder / f"{GONG}.wav", _wav(_trimmed(_chime())))
    missing = {name: text for name, text in TEXTS.items() if not (folder / f"{name}.wav").exists()}
    if not missing:
        return
    spoken_texts = _synthesised(list(missing.values()))
    for name, samples in zip(missing, spoken_texts, strict=True):
        write_whole(folder / f"{name}.wav", _wav(_even(_trimmed(samples))))


def _synthesised(texts: list[str]) -> list["array.array[int]"]:
    """Each text's samples. The child reads a text a line and answers each with its length in bytes and its samples."""
    command = [sys.executable, "-m", "outside.voice_child"]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("LAMIN_")}
    try:
        done = subprocess.run(command, input="\n".join(texts).encode(), capture_output=True, timeout=SECONDS, check=True,
                              cwd=Path(__file__).parents[1], env=settings)  # fmt: skip
    except (OSError, subprocess.SubprocessError) as trouble:
        raise NoVoice(type(trouble).__name__) from None
    stream, found = io.BytesIO(done.stdout), []
    for _text in texts:
        samples = array.array("h")
        samples.frombytes(stream.read(int.from_bytes(stream.read(4), "little")))
        if not samples:
            raise NoVoice("silence")
        found.append(samples)
    return found


def _chime() -> "array.array[int]":
    """Two soft bells, the second a third lower."""
    tones, samples = ((0.0, 659.3), (0.45, 523.3)), array.array("h", bytes(2 * int(RATE * 1.5)))
    for start, pitch in tones:
        for step in range(int(RATE * 1.0)):
            at = step / RATE
            tone = math.sin(2 * math.pi * pitch * at) + 0.3 * math.sin(4 * math.pi * pitch * at)
            place = int(start * RATE) + step
            samples[place] = max(
                min(int(samples[place] + 9000 * tone * math.exp(-4 * at) * min(at * 200, 1)), 32767), -32768
            )
    return samples


def _trimmed(samples: "array.array[int]") -> "array.array[int]":
    """The sound alone, with the same pause before and after it, so that words neither stick together nor limp."""
    loud = [at for at, value in enumerate(samples) if abs(value) > SILENCE]
    if not loud:
        raise NoVoice("silence")
    pause = array.array("h", bytes(2 * PAUSE))
    return pause + samples[loud[0] : loud[-1] + 1] + pause


def _even(samples: "array.array[int]") -> "array.array[int]":
    """The samples, turned up or down to the loudness of all clips."""
    tenth = RATE // 10
    powers = (sum(value * value for value in samples[at : at + tenth]) for at in range(0, len(samples), tenth // 2))
    loudest, peak = math.sqrt(max(powers) / tenth), max(abs(value) for value in samples)
    gain = min(LOUD / loudest, PEAK / peak)
    return array.array("h", (int(value * gain) for value in samples))


def _wav(samples: "array.array[int]") -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return out.getvalue()
