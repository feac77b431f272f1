"""Every voice prompt is recorded in both languages, as small readers can play it."""

import wave
from array import array
from pathlib import Path

import msgspec
import pytest

from backend.places import service

FOLDER = Path(__file__).parents[2] / "mini_programs" / "host" / "prompts"
LOCALES = ("zh-CN", "en")
NAMES = [f"{id_}.{locale}.wav" for id_ in service.prompts() for locale in LOCALES]
# The highest sample is 32,767; below these a gate's noise would cover the words.
PEAK_MIN = 12_000
LOUDNESS_MIN = 2_000


def test_there_is_a_recording_of_every_prompt_and_no_other() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.wav")) == sorted(NAMES)


def test_the_recordings_say_what_the_prompts_say() -> None:
    spoken = msgspec.yaml.decode((FOLDER / "spoken.yaml").read_bytes(), type=dict[str, dict[str, str]])
    said = {id_: (words["zh-CN"], words["en"]) for id_, words in spoken.items()}
    assert said == {id_: (prompt.says.zh, prompt.says.en) for id_, prompt in service.prompts().items()}
    for words in spoken.values():
        assert len(words["zh-CN"]) == sum(tone in "12345" for tone in words["pinyin"])


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_is_short_and_plain_and_is_heard(name: str) -> None:
    with wave.open(str(FOLDER / name)) as recording:
        format_ = recording.getframerate(), recording.getsampwidth(), recording.getnchannels()
        assert format_ == (16_000, 2, 1)
        assert 0.2 <= recording.getnframes() / 16_000 <= 1.0
        samples = array("h", recording.readframes(16_000))
    assert max(map(abs, samples)) > PEAK_MIN
    assert (sum(sample * sample for sample in samples) / len(samples)) ** 0.5 > LOUDNESS_MIN
