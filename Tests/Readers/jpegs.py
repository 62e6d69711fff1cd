"""JPEG files of every usual kind, with oddities in their headers, and with damaged scans."""
import io
import os
import random
import subprocess

import numpy as np
from PIL import Image

SIZES = [(8, 8), (17, 9), (40, 33), (64, 64)]


def picture(width, height, channels, seed):
    """A smooth picture with some noise, as photographs are."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    waves = [128 + 100 * np.sin(x / (3 + k) + seed) * np.cos(y / (4 + k)) for k in range(channels)]
    noise = draw.normal(0, 12, (height, width, channels))
    return np.clip(np.stack(waves, -1) + noise, 0, 255).astype(np.uint8)


def saved(mode, size, seed, **options):
    channels = {"L": 1, "RGB": 3, "CMYK": 4}[mode]
    pixels = picture(*size, channels, seed)
    image = Image.frombytes(mode, size, pixels.tobytes())
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def before(data, marker, extra):
    at = data.index(marker)
    return data[:at] + extra + data[at:]


def oddities(data):
    """The same pixels behind headers that are odd."""
    at = data.index(b"JFIF\0")
    for major, minor in ((0, 0), (2, 1), (1, 255)):
        odd = bytearray(data)
        odd[at + 5:at + 7] = bytes([major, minor])
        yield f"jfif-{major}.{minor}", bytes(odd)
    for marker, name in ((b"\xff\xdb", "dqt"), (b"\xff\xc4", "dht"), (b"\xff\xda", "sos")):
        yield f"junk-before-{name}", before(data, marker, b"\0\1\2\3")
        yield f"fill-before-{name}", before(data, marker, b"\xff\xff\xff")
    exif = b"Exif\0\0"
    yield "exif-cut", before(data, b"\xff\xdb", b"\xff\xe1\0\x0a" + exif + b"MM")
    yield "exif-wild", before(data, b"\xff\xdb", b"\xff\xe1\0\x10" + exif + b"MM\0*\xff\xff\xff\xff")
    yield "comment", before(data, b"\xff\xdb", b"\xff\xfe\0\x09comment")
    yield "icc-bogus", before(data, b"\xff\xdb", b"\xff\xe2\0\x10ICC_PROFILE\0\x09\x02")
    yield "trailing", data + b"anything at all"
    yield "padded-with-zeros", data[:-2] + bytes(40) + data[-2:]


def damages(data, draw):
    """Files whose scans lost something, with the reason that must be told."""
    start = data.index(b"\xff\xda") + 14
    length = len(data) - 2 - start
    for share in (0.1, 0.5, 0.9):
        yield f"cut-{share}", data[:start + int(length * share)], "damaged JPEG"
    for share, value in ((0.3, 0), (0.5, 0xFF), (0.6, None)):
        at = start + int(length * share)
        size = max(8, int(length * 0.2))
        wild = bytes(draw.randrange(255) for _ in range(size)) if value is None else bytes([value]) * size
        yield f"overwritten-{share}", data[:at] + wild + data[at + size:], "damaged or equal"
    at = start + length // 2
    yield "removed", data[:at] + data[at + length // 4:], "damaged JPEG"
    yield "left-over", data[:-2] + b"\1\2\3\4\5\6\7\x08" + data[-2:], "left over after a scan"
    yield "cut-header", data[:100], "damaged JPEG"


def make(write, cjpeg, folder):
    draw = random.Random(3)
    for mode in ("L", "RGB", "CMYK"):
        for number, size in enumerate(SIZES):
            for progressive in (False, True):
                for sampling in ((0, 1, 2) if mode != "L" else (0,)):
                    name = f"{mode}-{size[0]}x{size[1]}-s{sampling}{'-progressive' if progressive else ''}.jpg"
                    write(name, saved(mode, size, number, quality=draw.choice([30, 75, 95]), progressive=progressive,
                                      subsampling=sampling, optimize=draw.random() < 0.5), "equal")
            for restart in (1, 3):
                name = f"{mode}-{size[0]}x{size[1]}-restart{restart}.jpg"
                write(name, saved(mode, size, number, restart_marker_blocks=restart), "equal")
    write("rgb-kept.jpg", saved("RGB", (40, 33), 1, keep_rgb=True), "equal")
    for number, size in enumerate(SIZES):
        inks = bytearray(saved("CMYK", size, number))
        inks[inks.index(b"Adobe") + 11] = 2
        write(f"ycck-{size[0]}x{size[1]}.jpg", bytes(inks), "equal")
        odd = bytearray(saved("RGB", size, number))
        at = odd.index(b"\xff\xdb")
        odd[at:at] = b"\xff\xee\0\x0eAdobe\0d\0\0\0\0\x07"
        write(f"adobe-transform-7-{size[0]}x{size[1]}.jpg", bytes(odd), "equal")
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x112] = turn
        write(f"exif-{turn}.jpg", saved("RGB", (24, 16), 1, exif=exif), "equal")
    for mode in ("L", "RGB"):
        for progressive in (False, True):
            tail = f"{mode}{'-progressive' if progressive else ''}"
            data = saved(mode, (64, 48), 2, progressive=progressive)
            for name, odd in oddities(data):
                write(f"{tail}-{name}.jpg", odd, "equal")
            for name, bad, reason in damages(data, draw):
                write(f"{tail}-{name}.jpg", bad, reason)
            # Missing the end marker costs no pixel where there is one scan.
            write(f"{tail}-no-end.jpg", data[:-2], "damaged JPEG" if progressive else "equal but Pillow refuses")
    if cjpeg:
        made(write, cjpeg, folder)


def made(write, cjpeg, folder):
    """What Pillow cannot write: other sampling factors, arithmetic coding, scripts of scans."""
    source = os.path.join(folder, "source.ppm")
    library = os.path.join(folder, "source.txt")
    with open(library, "w") as file:
        file.write("0;\n1;\n2;\n")
    for width, height in ((37, 29), (64, 64)):
        Image.fromarray(picture(width, height, 3, 5)).save(source)
        for words in (["-sample", "1x2"], ["-sample", "4x1"], ["-sample", "2x2,1x2,2x1"], ["-sample", "1x1,2x2,1x1"],
                      ["-arithmetic"], ["-arithmetic", "-progressive"], ["-rgb"], ["-grayscale"],
                      ["-scans", library], ["-restart", "1B"], ["-dct", "float"], ["-quality", "1"], ["-quality", "100"],
                      ["-progressive", "-sample", "1x2"]):
            result = subprocess.run([cjpeg, *words, source], capture_output=True)
            if result.returncode == 0:
                name = "cjpeg" + "".join(os.path.basename(w) if w == library else w for w in words)
                write(f"{name.replace(',', '_')}-{width}x{height}.jpg", result.stdout, "equal")
