"""The clips that the display puts its sentences together from."""

import wave

import pytest

from outside import voice
from outside.voice import NAMES, make_clips, spoken


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
    assert sum(path.stat().st_size for path in clips.iterdir()) < 4_000_000


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
