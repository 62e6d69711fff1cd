"""Reads each file with Reverie and with Pillow, pypng and NumPy, and writes the table of results."""
import collections
import glob
import hashlib
import io
import os
import platform
import re
import shutil
import subprocess

import numpy as np
import png
from PIL import Image, features

import arrays
import jpegs
import pngs


def scaled(values, depth):
    """Samples of `depth` bits as 8 bits, rounded to the nearest."""
    return (values.astype(np.int64) * 255 * 2 + ((1 << depth) - 1)) // (2 * ((1 << depth) - 1))


def over_black(values, alpha):
    return (values.astype(np.int64) * alpha.astype(np.int64) + 127) // 255


def png_rule(data):
    """The pixels of a PNG under the rule of 'help folder', from the raw samples that pypng gives."""
    width, height, rows, info = png.Reader(bytes=data).read()
    depth, planes = info["bitdepth"], info["planes"]
    raw = np.array([list(row) for row in rows]).reshape(height, width, planes)
    if "palette" in info and planes == 1:
        table = np.array([tuple(c) + (255,) * (4 - len(c)) for c in info["palette"]])
        table = np.concatenate([table, np.zeros((256 - len(table), 4), table.dtype)])
        colours = table[raw[..., 0]]
        return over_black(colours[..., :3], colours[..., 3:])
    values, alpha = raw, None
    if info["alpha"]:
        values, alpha = raw[..., :-1], scaled(raw[..., -1:], depth)
    elif info.get("transparent") is not None:
        key = np.array(info["transparent"]).reshape(1, 1, -1)
        alpha = 255 * (1 - np.all(raw == key, -1, keepdims=True).astype(np.int64))
    values = scaled(values, depth)
    return values if alpha is None else over_black(values, alpha)


def pillow_pixels(data):
    """What Pillow gives, under the same rule; None where it keeps fewer bits than the file has."""
    image = Image.open(io.BytesIO(data))
    image.load()
    if image.format == "JPEG":
        pixels = np.asarray(image if image.mode == "L" else image.convert("RGB"))
        return pixels[..., None] if pixels.ndim == 2 else pixels
    depth, kind = data[24], data[25]
    if depth == 16 or (kind == 0 and depth < 8 and "transparency" in image.info):
        return None
    rgba = np.asarray(image.convert("RGBA"))
    pixels = over_black(rgba[..., :3], rgba[..., 3:])
    return pixels if kind & 2 else pixels[..., :1]


def line(pixels):
    shape = "x".join(map(str, pixels.shape))
    return f"{shape} {hashlib.sha256(pixels.astype(np.uint8).tobytes()).hexdigest()}"


def kind_of(name):
    """The row of the table that a file belongs to."""
    if name.startswith("debian/"):
        return "Debian's gdk-pixbuf-tests"
    ending = "PNG" if name.endswith(".png") else "JPEG"
    stem = os.path.basename(name)
    if "cut" in stem or "crc" in stem or "adler" in stem or "overwritten" in stem or stem.startswith(("no-", "huge")) \
            or "left-over" in stem or "removed" in stem or "no-end" in stem or stem in ("text.png", "empty.png"):
        return f"{ending}, damaged"
    if ending == "JPEG":
        odd = any(w in stem for w in ("junk", "fill", "jfif", "exif", "trailing", "padded", "icc", "comment", "adobe"))
        return "JPEG, odd headers" if odd else f"JPEG, {stem.split('-')[0].split('.')[0]}"
    return "PNG, " + stem.split("-")[0].rstrip("0123456789")


class Images:
    def __init__(self, folder):
        self.folder, self.files = folder, {}

    def write(self, name, data, expectation):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        assert name not in self.files, name
        self.files[name] = (path, data, expectation)


def judged(ours, data, expectation):
    """'equal', 'refused' or what is wrong."""
    refused = ours.split("refused: ", 1)[1] if ours.startswith("refused: ") else None
    wanted = []
    try:
        # pypng is slow, and stricter than all others with chunks that hold no pixels.
        if data.startswith(b"\x89PNG") and int.from_bytes(data[16:20], "big") * int.from_bytes(data[20:24], "big") < 1 << 17:
            wanted.append(line(png_rule(data)))
    except Exception:
        pass
    try:
        pixels = pillow_pixels(data)
        if pixels is not None:
            wanted.append(line(pixels))
        takes = True
    except Exception as error:
        takes = False
        if expectation == "equal":
            return f"Pillow refuses it: {error}"
    if expectation == "equal":
        return "equal" if wanted and all(w == ours for w in wanted) else f"{ours} and not {wanted}"
    if expectation == "equal but Pillow refuses":
        return "no pixel lost" if refused is None else f"refused: {refused}"
    if expectation in ("damaged or equal", "any"):
        if refused is not None:
            good = ("damaged", "cannot", "neither", "pixels", "ends", "not be read")
            return "refused" if any(word in refused for word in good) else f"no reason: {refused}"
        return "equal" if takes and ours in wanted else f"{ours} and not {wanted}"
    if refused is None:
        return f"taken, though {expectation}"
    return "refused" if expectation in refused else f"{refused} does not say {expectation}"


def debian(folder):
    """Test images and cjpeg out of two packages, unpacked in a folder; nothing is installed."""
    subprocess.run(["apt-get", "download", "-q", "gdk-pixbuf-tests", "libjpeg-turbo-progs"], cwd=folder, check=True,
                   capture_output=True)
    for package in glob.glob(os.path.join(folder, "*.deb")):
        subprocess.run(["dpkg", "-x", package, os.path.join(folder, "root")], check=True)
    return os.path.join(folder, "root")


def run(folder, program, table, use_debian):
    images = Images(os.path.join(folder, "images"))
    cjpeg = shutil.which("cjpeg")
    if use_debian:
        place = os.path.join(folder, "debian")
        os.makedirs(place)
        unpacked = debian(place)
        cjpeg = os.path.join(unpacked, "usr/bin/cjpeg")
        for path in sorted(glob.glob(os.path.join(unpacked, "**/*"), recursive=True)):
            if path.lower().endswith((".png", ".jpg", ".jpeg")) and os.path.isfile(path):
                with open(path, "rb") as file:
                    images.write("debian/" + os.path.relpath(path, unpacked), file.read(), "any")
    pngs.make(images.write)
    jpegs.make(images.write, cjpeg, folder)
    names = list(images.files)
    ours = {}
    for start in range(0, len(names), 200):
        paths = [images.files[n][0] for n in names[start:start + 200]]
        out = subprocess.run([os.path.join(program, "benchmarks"), "pixels", *paths], check=True, capture_output=True,
                             text=True).stdout
        ours.update(row.split("\t", 1) for row in out.splitlines())
    rows, wrong, reasons = collections.OrderedDict(), [], collections.Counter()
    for name in names:
        path, data, expectation = images.files[name]
        answer = ours[path].replace(path + ": ", "")
        verdict = judged(answer, data, expectation)
        known = verdict if verdict in ("equal", "refused", "no pixel lost") else "wrong"
        rows.setdefault(kind_of(name), collections.Counter())[known] += 1
        if known == "wrong":
            wrong.append(f"{name}: {verdict}")
        if known == "refused":
            reason = answer.split("refused: ", 1)[1].split(";")[0]
            reasons[re.sub(r"\d+", "N", reason)] += 1
    sets, broken = arrays.compare(os.path.join(folder, "sets"), program)
    text = report(rows, reasons, sets, len(names))
    print(text)
    for problem in wrong + broken:
        print("WRONG", problem)
    if table:
        with open(table, "w") as file:
            file.write(text)
    return 1 if wrong or broken else 0


def report(rows, reasons, sets, count):
    total = sum(rows.values(), collections.Counter())
    out = ["# Readers compared", "",
           f"Made by `Scripts/compare-readers`: {count} image files, {len(sets)} data sets; Python {platform.python_version()}, "
           f"Pillow {Image.__version__} (libjpeg-turbo {features.version('libjpeg_turbo')}), pypng {png.__version__}, "
           f"NumPy {np.__version__}.", "",
           "*equal*: every pixel equals Pillow's and, for PNG, the rule of `help folder` applied to pypng's raw samples. "
           "*refused*: with a reason that is true of the file. *no pixel lost*: a JPEG without its end marker, which "
           "Pillow refuses.", "",
           "| files | equal | refused | no pixel lost | wrong |", "| --- | --- | --- | --- | --- |"]
    for kind, counts in sorted(rows.items()):
        out.append(f"| {kind} | " + " | ".join(str(counts[c]) for c in ("equal", "refused", "no pixel lost", "wrong")) + " |")
    out.append("| all | " + " | ".join(str(total[c]) for c in ("equal", "refused", "no pixel lost", "wrong")) + " |")
    out += ["", "Reasons of refusals (digits as N):", "", "| reason | files |", "| --- | --- |"]
    out += [f"| {reason} | {number} |" for reason, number in sorted(reasons.items(), key=lambda r: (-r[1], r[0]))]
    out += ["", "Data sets: SHA-256 over shapes, labels and pixels, against the NumPy arrays they were written from.", "",
            "| data set | result |", "| --- | --- |"]
    out += [f"| `{name}` | {result} |" for name, result in sets]
    return "\n".join(out) + "\n"
