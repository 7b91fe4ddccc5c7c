from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from twilio_realtime.files.filenames import LONGEST_NAME, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("scores.csv", "scores.csv"),
        ("Blüte 🎉.png", "Blüte 🎉.png"),
        ("a.tar.gz", "a.tar.gz"),
        ("../../victim", "victim"),
        ("..\\..\\victim.txt", "victim.txt"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("C:win.ini", "C_win.ini"),
        ("notes.txt:stream", "notes.txt_stream"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("~/.ssh/authorized_keys", "authorized_keys"),
        ("name. . .", "name"),
        ("a\x00b\nc\x1b[31m\x7f\x85.txt", "abc[31m.txt"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\u200b\u2066\ufeff\u3164\u2028b", "a b"),
        ("\ud83d.png", "png"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Com1 .log", "_Com1 .log"),
        ("LPT¹", "_LPT¹"),
        ("console.txt", "console.txt"),
        ('a<b>c"d|e?f*g', "a_b_c_d_e_f_g"),
        (None, "ME1"),
        ("", "ME1"),
        ("..", "ME1"),
        ("a/", "ME1"),
        (" \u202e. ", "ME1"),
    ],
)
def test_safe_names(given: str | None, safe: str) -> None:
    assert safe_name(given, "ME1") == safe


def test_the_fallback_is_made_safe_as_well() -> None:
    assert safe_name("..", "../../x") == "x"
    assert safe_name("..", "..") == "file"


def test_long_names_keep_their_suffix() -> None:
    assert safe_name("é" * 300 + ".jpeg", "x") == "é" * 97 + ".jpeg"
    assert len(safe_name("x" * 300, "x")) == LONGEST_NAME
    assert len(safe_name("a." + "x" * 300, "x").encode()) <= LONGEST_NAME
    assert len(safe_name("con." + "x" * 300, "x").encode()) <= LONGEST_NAME


def test_whatever_is_given_the_file_lies_in_the_folder(tmp_path: Path) -> None:
    chance = random.Random(12)
    awkward = [
        *"./\\:-~ \x00\n\x7f\x9b\u202e\u2028\u3164\ud800\U000e0041éa1",
        "..",
        "CON",
        "nul.",
        ".tar.gz",
        "x" * 90,
        "🎉" * 30,
    ]
    for _ in range(3000):
        given = "".join(chance.choices(awkward, k=chance.randrange(1, 8)))
        name = safe_name(given, "ME1")
        target = tmp_path / name
        assert target.parent == tmp_path
        assert target.name == name
        assert 1 <= len(name.encode()) <= LONGEST_NAME
        assert safe_name(name, "ME1") == name, given
        assert not [each for each in name if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        target.touch()
