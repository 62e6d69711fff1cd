"""Compares the scores of Reverie's networks with PyTorch's; see PyTorchTests.swift.

Use: python compare_networks.py FOLDER   (which holds loader.py, NAME.safetensors and NAME.answers)
"""

import pathlib
import sys

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

FOLDER = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(FOLDER))
import loader  # noqa: E402  (the code that the README shows)


class Block(nn.Module):
    """torchvision's BasicBlock."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        direct = x if self.downsample is None else self.downsample(x)
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + direct)


class ResNet(nn.Module):
    """torchvision's ResNet-18 with a width of its own and a stem for small images."""

    def __init__(self, width, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(1, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inputs = width
        for group in range(4):
            outputs = width << group
            setattr(self, f"layer{group + 1}", nn.Sequential(
                Block(inputs, outputs, 1 if group == 0 else 2), Block(outputs, outputs, 1)))
            inputs = outputs
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for group in range(4):
            x = getattr(self, f"layer{group + 1}")(x)
        return self.fc(x.mean((2, 3)))


def compare(name, net):
    answers = load_file(FOLDER / f"{name}.answers")
    with torch.no_grad():
        worst = (net(answers["images"]) - answers["scores"]).abs().max().item()
    assert worst < 1e-5, f"{name}: scores differ by {worst}"


for name in ["mlp", "cnn"]:
    compare(name, loader.load(FOLDER / f"{name}.safetensors"))
resnet = ResNet(2, 4)
resnet.load_state_dict(load_file(FOLDER / "resnet.safetensors"))
compare("resnet", resnet.eval())
script = torch.jit.load(pathlib.Path(__file__).parent / "small.pt")
compare("small", script.eval())
print("mlp, cnn, resnet and small agree")
