import pytest

from digitize.model import Orientation
from digitize.recognition.strips import Strip
from digitize.recognition.typesize import even_height


def line(top, bottom, length=300.0):
    return Strip((0.0, float(top)), 0.0, length, float(bottom - top), Orientation.HORIZONTAL)


@pytest.mark.parametrize(
    ("text", "top", "bottom"),
    [
        ("The quick fox jumps", 0, 127),
        ("The hills", 0, 100),
        ("a mossy pony,", 28, 127),
        ("no moon, we sew", 28, 127),
    ],
)
def test_lines_of_one_size_come_out_equally_high(text, top, bottom):
    even = even_height(line(top, bottom), text)
    assert even.quad.box.top == pytest.approx(0, abs=1)
    assert even.quad.box.bottom == pytest.approx(127, abs=1)


def test_flat_character_alone_gets_the_height_of_its_square():
    assert even_height(line(45, 55, length=100), "一").quad.box.height == pytest.approx(88)


def test_a_line_of_chinese_stays_as_it_is():
    strip = line(0, 40, length=400)
    assert even_height(strip, "会议传达了全市网络安全") == strip
