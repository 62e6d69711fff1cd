"""Computes what Reverie measures once more, with the metrics of Avalanche and scikit-learn."""
import collections
import itertools
import json
import platform
import subprocess
import warnings

import torch

# A torchvision that was built for another PyTorch lacks its operators; Avalanche imports it and calls none of them.
try:
    import torchvision  # noqa: F401
except RuntimeError:
    stubs = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        stubs.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

warnings.simplefilter("ignore")
import avalanche  # noqa: E402
import numpy as np  # noqa: E402
import sklearn  # noqa: E402
from avalanche.evaluation.metrics import (  # noqa: E402
    BWT, Accuracy, ClassAccuracy, ConfusionMatrix, Forgetting, ForwardTransfer, Mean)
from sklearn import metrics as sk  # noqa: E402

SPLITS = {
    "glyphs figures=6 split=3 size=8 train=20 test=10": [20, 20, 20],
    "glyphs figures=6 base=3 split=3 size=8 train=20 test=7": [21, 7, 7, 7],
    "glyphs figures=8 split=4 size=8 train=20 test=5 order=3": [10, 10, 10, 10],
}
LEARNERS = {
    "finetune": "finetune model=net", "er": "er model=net memory=12", "lwf": "lwf model=net",
    "generative-replay": "generative-replay model=net generator=g",
}
SCENARIOS = ["class", "task"]
SEEDS = [1, 2]


def session(data, scenario):
    """A script that trains every learner, evaluating it before and after."""
    lines = [f"data d = {data} scenario={scenario}", "model net = mlp hidden=16",
             "generator g = vae latent=4 hidden=16", "learner all = joint model=net",
             "train all on d steps=30 batch=16"]
    for number, maker in enumerate(LEARNERS.values()):
        lines += [f"learner l{number} = {maker}", f"eval l{number} on d",
                  f"train l{number} on d steps=12 batch=16 measures=learning,intransigence,omega joint=all",
                  f"eval l{number} on d measures=confusion,classes"]
    return "\n".join(lines) + "\n"


def played(program, script, seed):
    """The values of each command."""
    run = subprocess.run([program, "--format", "json", "--seed", str(seed), "--threads", "1"], input=script,
                         capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"compare-measures: {run.stderr or run.stdout}")
    results = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return [(r["command"], r["values"]) for r in results if "command" in r]


def answered(correct, count):
    """Labels and answers of which so many are right."""
    truth = torch.zeros(count, dtype=torch.long)
    return truth, torch.tensor([0] * correct + [1] * (count - correct))


def overall(row, counts, seen):
    """Avalanche's accuracy over all images of the first experiences."""
    metric = Accuracy()
    for share, count in zip(row[:seen], counts[:seen]):
        truth, answer = answered(round(share * count), count)
        metric.update(answer, truth)
    return metric.result()


def mean(values):
    metric = Mean()
    for value in values:
        metric.update(value)
    return metric.result()


def keyed(metric, first, last):
    """The mean of a metric of Avalanche that compares two values of each key."""
    for key, value in first.items():
        metric.update(key, value, initial=True)
    for key, value in last.items():
        metric.update(key, value)
    return mean(metric.result().values())


def matrix_measures(rows, counts, before, joint):
    """Every measure of an accuracy matrix, by the names that Reverie gives them."""
    size = len(rows)
    steps = [overall(row, counts, k + 1) for k, row in enumerate(rows)]
    bound = [overall(row, counts, k + 1) for k, row in enumerate(joint)]
    old = range(size - 1)
    best = {j: max(rows[k][j] for k in range(j, size - 1)) for j in old}
    last = {j: rows[-1][j] for j in old}
    return {
        "last": ("Avalanche Accuracy", steps[-1]),
        "average": ("Avalanche Accuracy and Mean", mean(steps)),
        "forgetting": ("Avalanche Forgetting, from the best value", keyed(Forgetting(), best, last)),
        "backward": ("Avalanche BWT", keyed(BWT(), {j: rows[j][j] for j in old}, last)),
        "forward": ("Avalanche ForwardTransfer", keyed(
            ForwardTransfer(), {j: before[j] for j in range(1, size)}, {j: rows[j - 1][j] for j in range(1, size)})),
        "learning": ("Avalanche Mean", mean(rows[j][j] for j in range(size))),
        "intransigence": ("Avalanche Mean", mean(joint[j][j] - rows[j][j] for j in range(size))),
        "omega": ("Avalanche Accuracy and Mean", mean(a / b for a, b in zip(steps, bound))),
    }


def by_classes(rows, sizes):
    """`a2`, `a4` ...: the mean over experiences after each."""
    totals = itertools.accumulate(sizes)
    return {f"a{total}": ("Avalanche Mean", mean(row[:k + 1])) for k, (total, row) in enumerate(zip(totals, rows))}


def answer_measures(confusion):
    """Measures of answers, from the labels and answers that a confusion matrix counts."""
    pairs = [(i, j) for i, row in enumerate(confusion) for j, count in enumerate(row) for _ in range(count)]
    truth, answer = (np.array(side) for side in zip(*pairs))
    present = [i for i, row in enumerate(confusion) if sum(row) > 0]
    recall = sk.recall_score(truth, answer, labels=present, average=None)
    each = ClassAccuracy(classes={0: list(map(int, present))})
    each.update(torch.tensor(answer), torch.tensor(truth), 0)
    found = [each.result()[0][i] for i in present]
    matrix = ConfusionMatrix(num_classes=len(confusion))
    matrix.update(torch.tensor(truth), torch.tensor(answer))
    return [
        ("classes", "scikit-learn recall_score", list(recall)),
        ("classes", "Avalanche ClassAccuracy", found),
        ("confusion", "scikit-learn confusion_matrix",
         sk.confusion_matrix(truth, answer, labels=range(len(confusion))).ravel().tolist()),
        ("confusion", "Avalanche ConfusionMatrix", matrix.result().numpy().ravel().tolist()),
        ("overall", "scikit-learn accuracy_score", [sk.accuracy_score(truth, answer)]),
    ]


def compare(program, found):
    for (data, counts), scenario, seed in itertools.product(SPLITS.items(), SCENARIOS, SEEDS):
        results = played(program, session(data, scenario), seed)
        sizes = [count // (max(int(word.split("=")[1]) for word in data.split() if word.startswith("test=")))
                 for count in counts]
        joint = next(values["accuracy"] for command, values in results if command.startswith("train all"))
        for number in range(len(LEARNERS)):
            before, trained, after = [values for command, values in results if f" l{number} on d" in command]
            rows = trained["accuracy"]
            wanted = {**matrix_measures(rows, counts, before["experiences"], joint), **by_classes(rows, sizes)}
            for name, (by, value) in wanted.items():
                found[name if not name[1:].isdigit() else "aN", by].append(abs(trained[name] - value))
            for name, by, values in answer_measures(after["confusion"]):
                given = after[name] if isinstance(after[name], list) else [after[name]]
                if name == "confusion":
                    given = [count for row in given for count in row]
                assert len(given) == len(values), (name, given, values)
                found[name, by].append(max(abs(a - b) for a, b in zip(given, values)))


def run(program, path):
    """Compares everything; writes the table and returns the exit status."""
    found = collections.defaultdict(list)
    compare(program, found)
    lines = [
        "# Measures compared", "",
        f"Made by `Scripts/compare-measures`: {len(SPLITS)} splits, {len(SCENARIOS)} scenarios, {len(LEARNERS)} "
        f"learners, {len(SEEDS)} seeds; Python {platform.python_version()}, Avalanche {avalanche.__version__}, "
        f"scikit-learn {sklearn.__version__}.", "",
        "Avalanche's own `Forgetting` starts from the first accuracy on an experience; here, as in Chaudhry et al. "
        "(arXiv:1801.10112), it is given the best one.", "",
        "| measure | compared with | cases | largest difference |", "| --- | --- | ---: | ---: |"]
    lines += [f"| `{name}` | {by} | {len(values)} | {max(values):.1e} |" for (name, by), values in found.items()]
    text = "\n".join(lines) + "\n"
    if path:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        print(text, end="")
    wrong = [f"{name} ({by})" for (name, by), values in found.items() if max(values) > 1e-6]
    for line in wrong:
        print(f"compare-measures: {line} differs")
    return 1 if wrong else 0
