"""The clips that the display puts its sentences together from."""

import array
import itertools
import math
import wave

import pytest

from outside import voice
from outside.voice import NAMES, make_clips, spoken
from outside.voice_child import phonetic


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("voice")
    (folder / "angka-1.wav").write_bytes(b"a human said this")
    make_clips(folder)
    return folder


def test_an_announcement_is_put_together_from_its_parts():
    assert spoken("B-014", 2, again=False) == (
        "gong", "nomor-antrean", "huruf-b", "angka-0", "angka-1", "angka-4", "silakan-menuju-loket", "nomor-2",
    )  # fmt: skip


def test_a_repeated_call_says_so_and_a_word_to_come_in_names_no_counter():
    assert spoken("P-001", 11, again=True)[:3] == ("gong", "panggilan-ulang", "nomor-antrean")
    assert spoken("D-007", None, again=False)[-1] == "silakan-masuk"


def test_a_number_of_the_offline_block_is_spelled_out():
    assert spoken("B-K1-01", 3, again=False)[2:7] == ("huruf-b", "huruf-k", "angka-1", "angka-0", "angka-1")


def test_every_part_of_every_announcement_has_a_clip():
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for counter in (None, *range(1, voice.COUNTERS + 1)):
            assert set(spoken(f"{letter}-0123456789", counter, again=True)) <= set(NAMES)


def test_every_clip_is_made_and_can_be_played(clips):
    for name in NAMES:
        if name == "angka-1":
            continue
        with wave.open(str(clips / f"{name}.wav")) as sound:
            assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
            assert 0.1 < sound.getnframes() / 22050 < 4, name
    assert sum(path.stat().st_size for path in clips.iterdir()) < 3_000_000


def sound_of(path) -> "array.array[int]":
    with wave.open(str(path)) as sound:
        return array.array("h", sound.readframes(sound.getnframes()))


def test_every_word_stands_between_the_same_pauses(clips):
    for name in set(NAMES) - {"angka-1"}:
        loud = [abs(value) > 0 for value in sound_of(clips / f"{name}.wav")]
        for side in (loud, reversed(loud)):
            pause = sum(1 for _ in itertools.takewhile(lambda heard: not heard, side)) / voice.RATE
            assert 0.045 < pause < 0.075, name


def test_no_word_is_shouted_and_none_is_whispered(clips):
    loudest = {}
    for name in set(NAMES) - {"angka-1", "gong"}:
        samples = sound_of(clips / f"{name}.wav")
        parts = (samples[at : at + 2205] for at in range(0, len(samples), 441))
        loudest[name] = math.sqrt(max(sum(value * value for value in part) / 2205 for part in parts))
    assert max(loudest.values()) < 1.2 * min(loudest.values()), loudest


def test_words_whose_e_the_synthesiser_would_guess_wrong_are_given_as_sounds():
    assert phonetic("dua puluh empat") == "dua puluh [[@mp'at]]"
    assert phonetic("silakan menuju loket") == "silakan menuju [[l'okEt]]"
    assert phonetic("delapan belas") == "delapan [[b@l'as]]"


def test_letters_are_named_as_indonesians_name_them():
    assert [voice.TEXTS[f"huruf-{letter}"] for letter in "chqvxyz"] == ["ce", "ha", "ki", "ve", "eks", "ye", "zet"]
    assert voice.TEXTS["nomor-11"] == "sebelas" and voice.TEXTS["nomor-40"] == "empat puluh"


def test_only_what_is_missing_is_made_again(clips, tmp_path):
    for path in clips.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "huruf-b.wav").unlink()
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    make_clips(tmp_path)
    assert {path.name for path in tmp_path.iterdir() if before.get(path.name) != path.stat().st_mtime_ns} == {
        "huruf-b.wav"
    }


def test_a_human_recording_is_kept(clips):
    assert (clips / "angka-1.wav").read_bytes() == b"a human said this"


def test_without_a_synthesiser_the_chime_is_still_there(tmp_path, monkeypatch):
    monkeypatch.setattr(voice.sys, "executable", "/nowhere/python")
    with pytest.raises(voice.NoVoice):
        make_clips(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["gong.wav"]


def test_the_synthesiser_is_not_loaded_into_our_process():
    import sys

    assert "espeakng_loader" not in sys.modules
