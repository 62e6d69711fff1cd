"""Writes the TorchScript files beside it, with which tests of `model NAME = torchscript FILE` work.

Use: python make_networks.py   (PyTorch 2.13, CPU)
"""

import pathlib

import torch
from torch import nn

HERE = pathlib.Path(__file__).parent


class Small(nn.Module):
    """[batch, 1, 8, 8] to [batch, 4], with batch norm and dropout."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(4 * 8 * 8, 4)

    def forward(self, images):
        hidden = torch.relu(self.norm(self.conv(images)))
        return self.head(self.drop(hidden.flatten(1)))


class Replacing(nn.Module):
    """Puts a new tensor in the place of its buffer."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(64, 4)
        self.register_buffer("seen", torch.zeros(1))

    def forward(self, images):
        self.seen = self.seen + 1
        return self.head(images.flatten(1))


class Pair(nn.Module):
    """Answers with two tensors."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(64, 4)

    def forward(self, images):
        scores = self.head(images.flatten(1))
        return scores, scores


def frozen():
    """A first layer that is not trained."""
    net = nn.Sequential(nn.Flatten(), nn.Linear(64, 8), nn.ReLU(), nn.Linear(8, 4))
    net[1].requires_grad_(False)
    return net


torch.manual_seed(1)
for name, net in {
    "small": Small(),
    "frozen": frozen(),
    "replacing": Replacing(),
    "pair": Pair(),
    "empty": nn.Sequential(nn.Flatten()),
    "half": nn.Sequential(nn.Flatten(), nn.Linear(64, 4)).half(),
    "wide": nn.Sequential(nn.Flatten(), nn.Linear(64, 7)),
}.items():
    torch.jit.script(net).save(str(HERE / f"{name}.pt"))
torch.save(frozen().state_dict(), HERE / "state.pth")
