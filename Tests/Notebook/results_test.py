# Use: results_test.py REVERIE FOLDER   what leaves as CSV, JSONL and TensorBoard files, read back by their readers
import json, os, subprocess, sys

REVERIE, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
os.chdir(FOLDER)
SESSION = """data d = digits split=5 limit=20
model net = mlp hidden=16
for s in 1..2 {
  learner l.$s = finetune model=net
  train l.$s on d epochs=$s
}
let best = l.2
generator g = vae latent=2 hidden=4
learner r = generative-replay model=net generator=g
train r on d.1 steps=2
sample r n=2
train r on d.2 steps=3
sample r n=2
compare l.1,l.2,r
eval $best on d
plot l.1.losses
train r on d steps=4
undo
"""
COLUMNS = "run seed command object measure experience_learned experience_tested step value".split()


def reverie(*words, text=""):
    run = subprocess.run([REVERIE, *words], input=text, capture_output=True, text=True)
    assert run.returncode == 0, (words, run)
    return run.stdout


for seed in ("1", "2"):
    reverie("--journal", f"s{seed}.journal", "--seed", seed, "--threads", "1", text=SESSION)
for target in ("runs.csv", "runs.jsonl", "runs.tb"):
    reverie("export", "s1.journal", "s2.journal", "--to", target)
    # The same from the prompt.
    reverie("--no-journal", "-c", f'export "s1.journal","s2.journal" to "again-{target}"')
for target in ("runs.csv", "runs.jsonl"):
    assert open(target).read() == open("again-" + target).read(), target

import pandas

table = pandas.read_csv("runs.csv")
assert list(table.columns) == COLUMNS
assert len(table) == len(table.drop_duplicates(COLUMNS[:-1])), "two rows of one number"
assert set(table.run) == {"s1", "s2"} and set(table.seed) == {1, 2}

# Every number is that of the journal.
last = table[(table.run == "s1") & (table.command == "7") & (table.measure == "last")]
assert list(last.object) == ["r"] and list(last.step) == [2] and list(last.experience_learned) == [1], last
recorded = [line for line in open("s1.journal") if line.startswith("#= 7 ")][0]
assert f"last={float(last.value.iloc[0])!r} " in recorded, (last, recorded)
matrix = table[(table.run == "s1") & (table.object == "l.2") & (table.experience_tested > 0) & (table.command == "3.2.2")]
assert len(matrix) == 25 and list(matrix.experience_learned)[:6] == [1] * 5 + [2], matrix
compared = table[(table.run == "s1") & (table.command == "11") & (table.measure == "last")]
assert list(compared.object) == ["l.1", "l.2", "r"], compared
assert list(compared.step)[2] == 5
tested = table[(table.run == "s1") & (table.command == "12") & (table.measure == "accuracy")]
assert list(tested.object) == ["l.2"] * 5 and list(tested.experience_tested) == [1, 2, 3, 4, 5], tested
curve = table[(table.run == "s2") & (table.command == "13")]
assert set(curve.object) == {"l.1"} and set(curve.measure) == {"cross-entropy"} and len(curve) >= 5, curve
assert not (table.command == "14").any(), "undone commands do not count"

lines = [json.loads(line) for line in open("runs.jsonl")]
assert [list(line) for line in lines] == [COLUMNS] * len(table)
other = pandas.DataFrame(lines)
assert (other.value.fillna(-1) == table.value.fillna(-1)).all()

import duckdb

count, mean = duckdb.sql("select count(*), avg(value) from 'runs.csv' where measure = 'last' and object = 'r'").fetchall()[0]
expected = table[(table.measure == "last") & (table.object == "r")].value
assert (count, mean) == (len(expected), expected.mean()), (count, mean)
assert duckdb.sql("select count(*) from 'runs.jsonl'").fetchall() == [(len(table),)]

from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer

board = EventMultiplexer(size_guidance={"tensors": 0, "images": 0, "scalars": 0}).AddRunsFromDirectory("runs.tb")
board.Reload()
assert set(board.Runs()) == {"s1", "s2"}, board.Runs()
tags = board.Runs()["s1"]
names = set(tags["scalars"])
assert {"r/last", "l.2/accuracy on 1", "l.1/cross-entropy"} <= names, names
values = [(event.step, event.value) for event in board.Scalars("s1", "l.2/accuracy on 1")]
first = matrix[matrix.experience_tested == 1]
assert [step for step, _ in values] == [1, 2, 3, 4, 5], values
assert all(abs(a - b) < 1e-6 for (_, a), b in zip(values, first.value)), values
images = board.GetAccumulator("s1").Images("sample r n=2")
assert [image.step for image in images] == [8, 10], images
assert images[0].encoded_image_string.startswith(b"\x89PNG") and images[0].width > images[0].height, images[0]
files = sorted(os.listdir("runs.tb/s1"))
assert files == ["events.out.tfevents.0.scalars", "events.out.tfevents.1.pictures"], files

FILES = """data d = digits split=5 limit=20 validation=0.1
model net = mlp hidden=8
learner l = finetune model=net
train l on d
save d to "d.npz"
plot l.losses to "losses.png" width=60 height=10
plot l.accuracy,l.last to "all.svg"
generator g = vae latent=2 hidden=4
learner r = generative-replay model=net generator=g
train r on d.1 steps=1
sample r n=4 to "four.png"
data e = npz "d.npz" split=5
expect e.train == d.train
eval l on d.1
"""
reverie("--journal", "files.journal", "--threads", "1", text=FILES)
reverie("verify", "files.journal")

import numpy

with numpy.load("d.npz", allow_pickle=False) as arrays:
    names = {part + "_" + kind for part in ("x", "y", "experience") for kind in ("train", "test", "validation")}
    assert set(arrays.files) == names, arrays.files
    assert arrays["x_train"].dtype == numpy.uint8 and arrays["x_train"].shape == (180, 28, 28), arrays["x_train"].shape
    assert arrays["x_test"].shape[0] == arrays["y_test"].shape[0] == 1000
    assert arrays["x_train"].max() == 255 and 20 < arrays["x_train"].mean() < 50
    assert (numpy.bincount(arrays["y_train"]) == 18).all() and (numpy.bincount(arrays["y_validation"]) == 2).all()
    assert (arrays["y_train"] // 2 + 1 == arrays["experience_train"]).all()

from PIL import Image

with Image.open("losses.png") as picture:
    assert picture.mode == "RGB" and picture.width == 2 * 8 * 60, (picture.mode, picture.size)
    assert len(set(picture.getdata())) > 5
with Image.open("four.png") as picture:
    assert picture.size == (4 * 58 - 2, 56), picture.size
import xml.etree.ElementTree

assert xml.etree.ElementTree.parse("all.svg").getroot().tag.endswith("svg")
print("results ok")
