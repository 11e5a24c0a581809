"""The synthesiser as a program of its own: reads a text a line, answers each with its length in bytes (4) and its samples.

eSpeak NG is GPL-3, and a mistake in it must not take the office down; so nothing of it is loaded into another process.
"""

import ctypes
import sys

RETRIEVAL, CHARS_UTF8, PHONEMES, RATE_PARAMETER = 1, 1, 0x100, 1
WORDS_A_MINUTE = 140
# Indonesian spelling doesn't tell its two e's apart, and eSpeak guesses these wrong. In eSpeak's own signs, "@" is the e of "ke".
PRONOUNCED = {
    "empat": "@mp'at", "enam": "@n'am", "belas": "b@l'as", "sebelas": "s@b@l'as", "loket": "l'okEt",
}  # fmt: skip


def phonetic(text: str) -> str:
    """A text with the words that eSpeak would mispronounce replaced by their sounds."""
    return " ".join(f"[[{PRONOUNCED[word]}]]" if word in PRONOUNCED else word for word in text.split())


def main() -> int:
    """Speak until the input ends; the exit status is 1 when the synthesiser can't begin."""
    import espeakng_loader

    voice = ctypes.cdll.LoadLibrary(espeakng_loader.get_library_path())
    if voice.espeak_Initialize(RETRIEVAL, 0, espeakng_loader.get_data_path().encode(), 0) <= 0:
        return 1
    said = bytearray()
    heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

    def hear(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if samples and count > 0:
            said.extend(ctypes.string_at(samples, count * 2))
        return 0

    kept = heard(hear)  # held here, or the collector would take it from under the library
    voice.espeak_SetSynthCallback(kept)
    if voice.espeak_SetVoiceByName(b"id") != 0:
        return 1
    voice.espeak_SetParameter(RATE_PARAMETER, WORDS_A_MINUTE, 0)
    for text in sys.stdin.buffer.read().decode().split("\n"):
        said.clear()
        line = phonetic(text).encode()
        voice.espeak_Synth(
            ctypes.c_char_p(line), ctypes.c_size_t(len(line) + 1), 0, 0, 0, CHARS_UTF8 | PHONEMES, None, None
        )
        voice.espeak_Synchronize()
        sys.stdout.buffer.write(len(said).to_bytes(4, "little") + bytes(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
