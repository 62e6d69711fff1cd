"""Data sets in every format that is read, written from NumPy arrays whose digest is known."""
import gzip
import hashlib
import io
import json
import lzma
import os
import struct
import subprocess
import tarfile
import zipfile
import zlib

import numpy as np
from PIL import Image

draw = np.random.default_rng(5)


def digest(*parts):
    """SHA-256 as the program takes it: extents, labels of 16 bits, pixels; channels come second."""
    out = hashlib.sha256()
    for images, labels in parts:
        out.update(f"{len(images)}x{'x'.join(map(str, images.shape[1:]))}\n".encode())
        out.update(np.asarray(labels, "<u2").tobytes() + np.ascontiguousarray(images).tobytes())
    return out.hexdigest()


def idx(array, kind=8):
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, kind, array.ndim, *array.shape) + array.tobytes()


def sample(count, classes, *shape):
    """Images [count, channels, height, width], labels 0..<classes each of which is there."""
    labels = np.concatenate([np.arange(classes), draw.integers(0, classes, count - classes)])
    return draw.integers(0, 256, (count, *shape), np.uint8), draw.permutation(labels)


def mat(path, **arrays):
    """A MATLAB 5 file with packed arrays, column by column."""
    def element(kind, data):
        return struct.pack("<II", kind, len(data)) + data + bytes(-len(data) % 8)
    out = b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\1IM"
    for name, array in arrays.items():
        body = element(6, struct.pack("<II", 9, 0)) + element(5, struct.pack(f"<{array.ndim}i", *array.shape))
        body += element(1, name.encode()) + element(2, array.tobytes(order="F"))
        packed = zlib.compress(struct.pack("<II", 14, len(body)) + body)
        out += struct.pack("<II", 15, len(packed)) + packed
    with open(path, "wb") as file:
        file.write(out)


class Sets:
    def __init__(self, folder):
        self.folder, self.all = folder, []

    def path(self, *names):
        path = os.path.join(self.folder, *names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def write(self, data, *names):
        with open(self.path(*names), "wb") as file:
            file.write(data)

    def add(self, name, maker, operand, wanted, options=""):
        self.all.append((name, f'{maker} "{self.path(operand)}" {options}'.strip(), wanted))

    def idx(self):
        packers = {"plain": ("", bytes), "gzip": (".gz", gzip.compress), "xz": (".xz", lzma.compress)}
        for label, (ending, pack) in packers.items():
            for shape in ((1, 28, 28), (3, 5, 7)):
                (x, y), (u, v) = sample(60, 10, *shape), sample(20, 10, *shape)
                name = f"idx-{label}-{shape[0]}"
                for stem, images, labels in (("train", x, y), ("t10k", u, v)):
                    kept = images[:, 0] if shape[0] == 1 else images
                    self.write(pack(idx(kept)), name, f"{stem}-images-idx3-ubyte{ending}")
                    self.write(pack(idx(labels.astype(np.uint8))), name, f"{stem}-labels-idx1-ubyte{ending}")
                self.add(f"idx, {label}, {shape}", "idx", name, digest((x, y), (u, v)))
                if shape[0] == 1:
                    for maker in ("mnist", "fashion-mnist", "kmnist"):
                        self.add(f"{maker}, {label}", maker, name, digest((x, y), (u, v)))
                turned = digest((x.swapaxes(2, 3), y), (u.swapaxes(2, 3), v))
                self.add(f"idx, {label}, {shape}, transposed", "idx", name, turned, "transpose=yes")

    def letters(self):
        for subset, classes in (("balanced", 47), ("byclass", 62), ("bymerge", 47), ("letters", 26), ("digits", 10)):
            (x, y), (u, v) = sample(150, classes, 1, 28, 28), sample(100, classes, 1, 28, 28)
            first = 1 if subset == "letters" else 0
            for part, images, labels in (("train", x, y), ("test", u, v)):
                stored = np.ascontiguousarray(images[:, 0].swapaxes(1, 2))
                self.write(gzip.compress(idx(stored)), "emnist", f"emnist-{subset}-{part}-images-idx3-ubyte.gz")
                self.write(gzip.compress(idx((labels + first).astype(np.uint8))), "emnist",
                           f"emnist-{subset}-{part}-labels-idx1-ubyte.gz")
            self.add(f"emnist {subset}", "emnist", "emnist", digest((x, y), (u, v)), f"subset={subset}")
        (x, y), (u, v) = sample(60, 10, 1, 28, 28), sample(40, 10, 1, 28, 28)
        for part, images, labels in (("train", x, y), ("test", u, v)):
            table = draw.integers(0, 1000, (len(labels), 8)).astype(">i4")
            table[:, 0] = labels
            self.write(gzip.compress(idx(images[:, 0])), "qmnist", f"qmnist-{part}-images-idx3-ubyte.gz")
            self.write(gzip.compress(idx(table, 12)), "qmnist", f"qmnist-{part}-labels-idx2-int.gz")
        self.add("qmnist", "qmnist", "qmnist", digest((x, y), (u, v)))

    def npz(self):
        namings = (("x_train", "y_train", "x_test", "y_test"), ("X_train", "y_train", "X_test", "y_test"),
                   ("train_images", "train_labels", "test_images", "test_labels"))
        for number, kind in enumerate(("u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8")):
            channels = (1, 3)[number % 2]
            (x, y), (u, v) = sample(40, 5, channels, 6, 7), sample(15, 5, channels, 6, 7)
            values = np.array([3, 7, 10, 100, 120]) if kind != "i1" else np.array([-9, 0, 3, 7, 100])
            names, save = namings[number % 3], (np.savez, np.savez_compressed)[number // 2 % 2]
            turn = (lambda a: a.transpose(0, 2, 3, 1)) if number % 4 < 2 else (lambda a: a)
            kept = (lambda a: a[:, 0]) if channels == 1 and number % 4 == 2 else turn
            parts = dict(zip(names, (np.ascontiguousarray(kept(x)), values[y].astype("<" + kind),
                                     np.ascontiguousarray(kept(u)), values[v].astype("<" + kind).reshape(-1, 1))))
            save(self.path(f"{kind}.npz"), **parts, val_images=np.ascontiguousarray(kept(u)))
            self.add(f"npz, labels {kind}, {names[0]}, {channels} channels", "npz", f"{kind}.npz",
                     digest((x, y), (u, v)))
        for names in (("images", "labels"), ("images", "target"), ("data", "target"), ("X", "y")):
            x, y = sample(40, 5, 1, 6, 7)
            y[:5] = range(5)
            np.savez(self.path(f"{names[0]}-{names[1]}.npz"), **dict(zip(names, (x[:, 0], y))))
            self.add(f"npz, {names[0]} and {names[1]}", "npz", f"{names[0]}-{names[1]}.npz",
                     digest((x[:30], y[:30]), (x[30:], y[30:])), "test=10")

    def records(self):
        def batch(images, *labels):
            return np.concatenate([np.stack(labels, 1).astype(np.uint8), images.reshape(len(images), -1)], 1).tobytes()
        batches = [sample(30, 10, 3, 32, 32) for _ in range(6)]
        files = {f"data_batch_{n + 1}.bin": batch(x, y) for n, (x, y) in enumerate(batches[:5])}
        files["test_batch.bin"] = batch(*batches[5])
        for used in ((1, 2, 3, 4, 5), (1, 2), (4,)):
            name = f"cifar-10-{''.join(map(str, used))}"
            x = np.concatenate([batches[n - 1][0] for n in used])
            y = np.concatenate([batches[n - 1][1] for n in used])
            chosen = {k: v for k, v in files.items() if k == "test_batch.bin" or int(k[11]) in used}
            for file, data in chosen.items():
                self.write(lzma.compress(data), name, file + ".xz")
            self.add(f"cifar10, batches {used}", "cifar10", name, digest((x, y), batches[5]))
            self.tar(chosen, "cifar-10-batches-bin", name + "-archive", "cifar-10-binary.tar.gz")
            self.add(f"cifar10, batches {used}, .tar.gz", "cifar10", name + "-archive", digest((x, y), batches[5]))
        (x, fine), (u, other) = sample(200, 100, 3, 32, 32), sample(120, 100, 3, 32, 32)
        files = {"train.bin": batch(x, fine % 20, fine), "test.bin": batch(u, other % 20, other)}
        self.tar(files, "cifar-100-binary", "cifar-100", "cifar-100-binary.tar.gz")
        self.add("cifar100, .tar.gz, fine", "cifar100", "cifar-100", digest((x, fine), (u, other)))
        self.add("cifar100, .tar.gz, coarse", "cifar100", "cifar-100", digest((x, fine % 20), (u, other % 20)),
                 "labels=coarse")

    def tar(self, files, inner, *names):
        with tarfile.open(self.path(*names), "w:gz") as out:
            for name, data in files.items():
                member = tarfile.TarInfo(f"{inner}/{name}")
                member.size = len(data)
                out.addfile(member, io.BytesIO(data))

    def houses(self):
        (x, y), (u, v) = sample(40, 10, 3, 32, 32), sample(25, 10, 3, 32, 32)
        for part, images, labels in (("train", x, y), ("test", u, v)):
            marks = np.where(labels == 0, 10, labels).astype(np.uint8).reshape(-1, 1)
            mat(self.path("svhn", f"{part}_32x32.mat"), X=images.transpose(2, 3, 1, 0), y=marks)
        self.add("svhn", "svhn", "svhn", digest((x, y), (u, v)))

    def folders(self):
        x, y = sample(36, 12, 3, 8, 8)
        y = np.repeat(np.arange(12), 3)
        names = [str(n) for n in range(12)]
        files = {}
        for n, (image, label) in enumerate(zip(x, y)):
            out = io.BytesIO()
            Image.fromarray(image.transpose(1, 2, 0)).save(out, "PNG")
            files[f"{names[label]}/{n:03}.png"] = out.getvalue()
        train, test = [n for n in range(36) if n % 3 < 2], [n for n in range(36) if n % 3 == 2]
        wanted = digest((x[train], y[train]), (x[test], y[test]))
        for name, data in files.items():
            self.write(data, "folder", name)
            self.write(data, "wrapped", "one", "two", name)
            label, file = name.split("/")
            part = "Valid" if int(file[:3]) % 3 == 2 else "Train"
            self.write(data, "parts", part, label, "images", file)
            self.write(data, "table", "images", file)
        rows = "".join(f"{name.split('/')[1][:-4]},{name.split('/')[0]}\r\n" for name in files)
        self.write(b"id,label\r\n" + rows.encode(), "table", "labels.csv")
        with zipfile.ZipFile(self.path("folder.zip"), "w", zipfile.ZIP_DEFLATED) as out:
            for name, data in sorted(files.items(), key=lambda f: f[0][::-1]):
                out.writestr("top/" + name, data)
        self.tar(files, "top", "folder.tar.gz")
        for operand in ("folder", "wrapped", "parts", "table", "folder.zip", "folder.tar.gz"):
            self.add(f"folder, {operand}", "folder", operand, wanted)


def compare(folder, program):
    """The result of each data set, and what is wrong."""
    sets = Sets(folder)
    for part in (sets.idx, sets.letters, sets.npz, sets.records, sets.houses, sets.folders):
        part()
    session = "\n".join(f"data d{n} = {words}" for n, (_, words, _) in enumerate(sets.all))
    out = subprocess.run([os.path.join(program, "reverie"), "--no-journal", "--json", "-c", session],
                         capture_output=True, text=True, stdin=subprocess.DEVNULL)
    found = {}
    for line in out.stdout.splitlines():
        if line.startswith("{") and '"number"' in line:
            result = json.loads(line)
            found[result["number"]] = result.get("values", {}).get("sha256")
    rows, wrong = [], []
    for n, (name, words, wanted) in enumerate(sets.all):
        equal = found.get(n + 1) == wanted
        rows.append((name, "equal" if equal else "wrong"))
        if not equal:
            wrong.append(f"{name}: {words}: {found.get(n + 1)} and not {wanted}")
    if out.returncode != 0:
        wrong.append(f"reverie: exit {out.returncode}: {out.stderr.strip()[-300:]}")
    return rows, wrong
