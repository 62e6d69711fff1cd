"""PNG files of every colour type, depth, interlacing and kind of extra chunk, whole and damaged."""
import random
import struct
import zlib

SIZES = [(1, 1), (1, 9), (7, 3), (8, 8), (33, 17)]
KINDS = [(0, d) for d in (1, 2, 4, 8, 16)] + [(2, 8), (2, 16)] + [(3, d) for d in (1, 2, 4, 8)]
KINDS += [(4, 8), (4, 16), (6, 8), (6, 16)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
NAMES = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgb-alpha"}


def chunk(name, body, crc=None):
    word = zlib.crc32(name + body) if crc is None else crc
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", word)


def packed(row, depth):
    """One row of samples as bytes."""
    if depth == 16:
        return b"".join(struct.pack(">H", v) for v in row)
    if depth == 8:
        return bytes(row)
    bits = "".join(format(v, f"0{depth}b") for v in row)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    d = [(abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c)]
    return min(d)[2]


def filtered(rows, step, draw):
    """Rows behind filters drawn at random."""
    out, before = b"", None
    for row in rows:
        above = before or bytes(len(row))
        kind = draw.randrange(5)
        line = bytearray([kind])
        for i, value in enumerate(row):
            a = row[i - step] if i >= step else 0
            c = above[i - step] if i >= step else 0
            guess = (0, a, above[i], (a + above[i]) // 2, paeth(a, above[i], c))[kind]
            line.append((value - guess) & 255)
        out += bytes(line)
        before = row
    return out


def encode(kind, depth, width, height, samples, interlaced=False, before=(), after=(), draw=None, level=6, pieces=1,
           palette=None, alphas=None, colour_key=None, damage=lambda data: data):
    """A PNG of `samples[row][column * channels + channel]`; `before` and `after` are chunks around the pixels."""
    draw = draw or random.Random(1)
    channels = CHANNELS[kind]
    step = max(1, channels * depth // 8)
    raw = b""
    for top, left, down, right in (PASSES if interlaced else [(0, 0, 1, 1)]):
        rows = []
        for row in samples[top::down]:
            columns = range(left, width, right)
            part = [row[c * channels + k] for c in columns for k in range(channels)]
            if part:
                rows.append(packed(part, depth))
        raw += filtered(rows, step, draw)
    data = damage(zlib.compress(raw, level))
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced))
    out += b"".join(chunk(*c) for c in before)
    if palette:
        out += chunk(b"PLTE", bytes(v for colour in palette for v in colour))
    if alphas:
        out += chunk(b"tRNS", bytes(alphas))
    if colour_key:
        out += chunk(b"tRNS", b"".join(struct.pack(">H", v) for v in colour_key))
    size = max(1, -(-len(data) // pieces))
    for start in range(0, len(data), size):
        out += chunk(b"IDAT", data[start:start + size])
    return out + b"".join(chunk(*c) for c in after) + chunk(b"IEND", b"")


def extras():
    profile = b"x\0\0" + zlib.compress(b"not a profile")
    return {
        "gAMA-1.0": [(b"gAMA", struct.pack(">I", 100000))],
        "gAMA-0.45455": [(b"gAMA", struct.pack(">I", 45455))],
        "gAMA-0.3": [(b"gAMA", struct.pack(">I", 30000))],
        "sRGB": [(b"sRGB", b"\0")],
        "cICP": [(b"cICP", bytes([9, 16, 0, 1]))],
        "iCCP-damaged": [(b"iCCP", profile)],
        "cHRM": [(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))],
        "tEXt-pHYs": [(b"tEXt", b"Title\0x"), (b"pHYs", struct.pack(">IIB", 2835, 1000, 1))],
        "unknown": [(b"abCd", b"anything")],
        "eXIf-6": [(b"eXIf", b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")],
    }


def make(write):
    """Calls `write(name, bytes, expectation)`; the expectation is 'equal' or words of a reason."""
    draw = random.Random(7)

    def image(kind, depth, size):
        width, height = size
        most = (1 << depth) - 1
        samples = [[draw.randint(0, most) for _ in range(width * CHANNELS[kind])] for _ in range(height)]
        palette = [[draw.randrange(256) for _ in range(3)] for _ in range(1 << depth)] if kind == 3 else None
        return dict(kind=kind, depth=depth, width=width, height=height, samples=samples, palette=palette)

    for kind, depth in KINDS:
        for interlaced in (False, True):
            tail = "-interlaced" if interlaced else ""
            for size in SIZES:
                name = f"{NAMES[kind]}{depth}-{size[0]}x{size[1]}{tail}.png"
                write(name, encode(**image(kind, depth, size), interlaced=interlaced, draw=draw,
                                   level=draw.randrange(10), pieces=draw.choice([1, 1, 3])), "equal")
            if kind in (4, 6):
                continue
            for size in SIZES[2:]:
                facts = image(kind, depth, size)
                if kind == 3:
                    key = dict(alphas=[draw.randrange(256) for _ in range(draw.randint(1, 1 << depth))])
                else:
                    n = CHANNELS[kind]
                    key = dict(colour_key=facts["samples"][0][:n])
                name = f"{NAMES[kind]}{depth}-tRNS-{size[0]}x{size[1]}{tail}.png"
                write(name, encode(**facts, **key, interlaced=interlaced, draw=draw), "equal")
        for label, before in extras().items():
            write(f"{NAMES[kind]}{depth}-{label}.png", encode(**image(kind, depth, (9, 5)), before=before, draw=draw),
                  "equal")
    for kind, depth in KINDS:
        facts = image(kind, depth, (24, 24))
        whole = encode(**facts, draw=draw)
        stem = f"{NAMES[kind]}{depth}"
        write(f"{stem}-cut-half.png", whole[:len(whole) // 2], "damaged PNG")
        write(f"{stem}-no-end.png", whole[:-12], "damaged PNG")
        at = whole.index(b"IDAT") + 10
        flipped = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:]
        write(f"{stem}-crc.png", flipped, "damaged PNG")
        write(f"{stem}-adler.png", encode(**facts, draw=draw, damage=lambda d: d[:-1] + bytes([d[-1] ^ 1])),
              "damaged PNG")
    facts = image(2, 8, (24, 24))
    whole = encode(**facts, draw=draw)
    write("trailing-bytes.png", whole + b"anything", "equal")
    write("tEXt-crc.png", whole[:-12] + chunk(b"tEXt", b"a\0b", crc=1) + whole[-12:], "equal")
    write("no-pixels.png", whole[:whole.index(b"IDAT") - 4] + whole[-12:], "damaged PNG")
    write("huge.png", whole[:16] + struct.pack(">II", 40000, 40000) + whole[24:29]
          + struct.pack(">I", zlib.crc32(b"IHDR" + struct.pack(">II", 40000, 40000) + whole[24:29])) + whole[33:],
          "40000 x 40000")
    write("text.png", b"hello, this is text", "neither a PNG nor a JPEG")
    write("empty.png", b"", "neither a PNG nor a JPEG")
    write("no-palette.png", encode(3, 8, 2, 2, [[0, 1], [2, 3]]), "damaged PNG")
