#!/usr/bin/env python3
# Use: imported by Scripts/bench-eager   steps of the three phases of Genifer in eager PyTorch
"""The networks and losses of arXiv:2106.05350, the options of Sessions/published/genifer-cifar100*.session.

The probability of augmentation stays at a quarter; one forward pass of the generator serves both turns of a step."""
import copy
import math

import torch
import torch.nn.functional as F
from torch import nn

MEAN = torch.tensor([0.507, 0.487, 0.441]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.267, 0.256, 0.276]).view(1, 3, 1, 1)
LATENT, STEPS, STAGE = 512, 8000, 4


class Sizes:
    def __init__(self, full):
        self.width = 64 if full else 16
        self.classes, self.old, self.new = (100, 50, 10) if full else (20, 10, 5)
        self.batch, self.game = 32, 64 if full else 32


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        stride = 1 if inputs == outputs else 2
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm1, self.norm2 = nn.BatchNorm2d(outputs), nn.BatchNorm2d(outputs)
        self.around = nn.Identity() if stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.around(x))


class ResNet(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        widths = [width, width, 2 * width, 4 * width, 8 * width]
        stem = nn.Sequential(nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU())
        groups = [nn.Sequential(Block(a, b), Block(b, b)) for a, b in zip(widths, widths[1:])]
        self.stages = nn.Sequential(stem, *groups, nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()))
        self.head = nn.Linear(8 * width, classes)

    def features(self, x):
        return self.stages[:STAGE](x)

    def scores(self, features):
        return self.head(self.stages[STAGE:](features))

    def forward(self, x):
        return self.scores(self.features(x))


class Linear(nn.Module):
    """With an equalized learning rate."""

    def __init__(self, inputs, outputs, bias=0.0, multiplier=1.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / multiplier)
        self.bias = None if bias is None else nn.Parameter(torch.full((outputs,), bias / multiplier))
        self.scale, self.multiplier = multiplier / math.sqrt(inputs), multiplier

    def forward(self, x):
        bias = None if self.bias is None else self.bias * self.multiplier
        return F.linear(x, self.weight * self.scale, bias)


class Conv(nn.Module):
    """3 x 3, with an equalized learning rate."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, 3, 3))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.scale = math.sqrt(2 / (9 * inputs))

    def forward(self, x):
        return F.conv2d(x, self.weight * self.scale, self.bias, padding=1)


class StyledConv(nn.Module):
    def __init__(self, inputs, outputs, style, noisy=True):
        super().__init__()
        self.scale, self.shift = Linear(style, inputs, bias=1.0), Linear(style, inputs)
        self.conv = Conv(inputs, outputs)
        self.noise = nn.Parameter(torch.zeros(1, outputs, 1, 1)) if noisy else None

    def forward(self, x, style, noise=None):
        x = self.conv(x * self.scale(style)[:, :, None, None] + self.shift(style)[:, :, None, None])
        return x if noise is None else x + noise * self.noise


class Generator(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        style, embedding = 8 * width, 4 * width
        self.classes, self.label = classes, Linear(classes, embedding)
        self.mapping = nn.ModuleList([
            Linear(LATENT + embedding, style, multiplier=0.01), Linear(style, style, multiplier=0.01)])
        self.constant = nn.Parameter(torch.ones(1, 8 * width, 4, 4))
        widths, self.sizes = [8, 8, 4, 4, 2, 2, 1, 1], [4, 4, 8, 8, 16, 16, 32]
        self.layers = nn.ModuleList([StyledConv(a * width, b * width, style) for a, b in zip(widths, widths[1:])])
        self.output = StyledConv(width, 3, style, noisy=False)

    def noise(self, count):
        return [torch.randn(count, 1, size, size) for size in self.sizes]

    def forward(self, codes, labels, noise):
        style = torch.cat([codes, self.label(F.one_hot(labels, self.classes).float())], 1)
        for layer in self.mapping:
            style = F.leaky_relu(layer(style), 0.2)
        x = self.constant.expand(len(codes), -1, -1, -1)
        for layer, size, part in zip(self.layers, self.sizes, noise):
            if x.shape[-1] != size:
                x = F.interpolate(x, size=size, mode="bilinear", align_corners=True)
            x = F.leaky_relu(layer(x, style, part), 0.2)
        return self.output(x, style)


class Discriminator(nn.Module):
    def __init__(self, inputs, width, classes):
        super().__init__()
        half = width // 2
        self.blocks = nn.ModuleList([
            nn.Sequential(Conv(a, b), nn.LeakyReLU(0.2), Conv(b, b), nn.LeakyReLU(0.2), nn.AvgPool2d(2))
            for a, b in [(inputs, half), (half, width)]])
        self.epilogue, self.linear = Conv(width + 1, width), Linear(4 * width, width)
        self.query, self.projection = Linear(width, 128), Linear(classes, 128, bias=None)
        self.classes = classes

    def forward(self, x, labels):
        for block in self.blocks:
            x = block(x)
        groups = x.view(min(32, len(x)), -1, *x.shape[1:])
        spread = (groups.var(0, unbiased=False) + 1e-8).sqrt().mean([1, 2, 3])
        x = torch.cat([x, spread.repeat(len(groups)).view(-1, 1, 1, 1).expand(-1, 1, *x.shape[2:])], 1)
        x = F.leaky_relu(self.epilogue(x), 0.2)
        x = F.leaky_relu(self.linear(x.flatten(1)), 0.2)
        classes = self.projection(F.one_hot(labels, self.classes).float())
        return (self.query(x) * classes).sum(1) / math.sqrt(128)


def crop(images, padding=4):
    """Random crops of images padded by their edges, half of them mirrored."""
    count, channels, height, width = images.shape
    rows = torch.arange(height) + torch.randint(2 * padding + 1, (count, 1))
    columns = torch.arange(width) + torch.randint(2 * padding + 1, (count, 1))
    columns = torch.where(torch.rand(count, 1) < 0.5, columns.flip(1), columns)
    padded = F.pad(images, [padding] * 4, mode="replicate")
    image, channel = torch.arange(count).view(-1, 1, 1, 1), torch.arange(channels).view(1, -1, 1, 1)
    return padded[image, channel, rows[:, None, :, None], columns[:, None, None, :]]


def matrices(rows):
    """A matrix for each image, `[count, n, n]`, of entries that are numbers or `[count]`."""
    count = next(len(entry) for row in rows for entry in row if torch.is_tensor(entry))
    return torch.stack([torch.stack([torch.as_tensor(entry, dtype=torch.float32).expand(count) for entry in row], 1)
                        for row in rows], 1)


def augment(images, probability):
    """Adaptive discriminator augmentation of images in -1...1: arXiv:2006.06676, appendix B."""
    count, channels, height, width = images.shape

    def sometimes(change, chance=probability):
        return torch.where((torch.rand(count) < chance)[:, None, None], change, torch.eye(change.shape[1]))

    def scale(x, y):
        return matrices([[1 / x, 0, 0], [0, 1 / y, 0], [0, 0, 1]])

    def turn(angle):
        return matrices([[angle.cos(), -angle.sin(), 0], [angle.sin(), angle.cos(), 0], [0, 0, 1]])

    def shift(x, y):
        return matrices([[1, 0, -2 * x], [0, 1, -2 * y], [0, 0, 1]])

    def angles():
        return (torch.rand(count) * 2 - 1) * math.pi

    zoom, stretch = torch.exp2(torch.randn(2, count) * 0.2)
    mirror = 1 - 2 * torch.randint(2, (count,))
    right, down = (((torch.rand(2, count) - 0.5) / 4) * width).round() / width
    either = 1 - math.sqrt(1 - probability)
    place = sometimes(scale(mirror, torch.ones(count)))
    place = place @ sometimes(turn(torch.randint(4, (count,)) * (math.pi / 2)))
    place = place @ sometimes(shift(right, down))
    place = place @ sometimes(scale(zoom, zoom))
    place = place @ sometimes(turn(angles()), either)
    place = place @ sometimes(scale(stretch, 1 / stretch))
    place = place @ sometimes(turn(angles()), either)
    place = place @ sometimes(shift(*torch.randn(2, count) / 8))
    grid = F.affine_grid(place[:, :2], images.shape, align_corners=False)
    images = F.grid_sample(images, grid, mode="bilinear", padding_mode="reflection", align_corners=False)

    axis = torch.tensor([1, 1, 1, 0]) / math.sqrt(3)
    grey, whole = torch.outer(axis, axis), torch.eye(4)
    lighter, farther = torch.randn(count) * 0.2, torch.exp2(torch.randn(count) * 0.5)
    hue, flip, deeper = angles().view(-1, 1, 1), torch.randint(2, (count, 1, 1)), torch.exp2(torch.randn(count, 1, 1))
    cross = torch.zeros(4, 4)
    cross[:3, :3] = torch.tensor([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / math.sqrt(3)
    colours = torch.diag(torch.tensor([1.0, 1, 1, 0]))
    last = whole - colours
    colour = sometimes(matrices([[1, 0, 0, lighter], [0, 1, 0, lighter], [0, 0, 1, lighter], [0, 0, 0, 1]]))
    colour = sometimes(farther.view(-1, 1, 1) * colours + last) @ colour
    colour = sometimes(whole - 2 * flip * grey) @ colour
    colour = sometimes(hue.cos() * colours + (1 - hue.cos()) * grey + hue.sin() * cross + last) @ colour
    colour = sometimes(grey + (colours - grey) * deeper + last) @ colour
    return (colour[:, :3, :3] @ images.flatten(2) + colour[:, :3, 3:]).view_as(images)


def first(sizes, fused):
    net = ResNet(sizes.width, sizes.classes)
    sgd = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4, nesterov=True, **fused)
    pixels, labels = torch.rand(sizes.batch, 3, 32, 32), torch.randint(sizes.old, (sizes.batch,))

    def step():
        scores = net(crop((pixels - MEAN) / DEVIATION))[:, :sizes.old]
        loss = F.cross_entropy(scores, labels)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        return loss.item()

    return step


def later(sizes, fused):
    net, previous = ResNet(sizes.width, sizes.classes), Generator(sizes.width, sizes.classes).requires_grad_(False)
    teacher = copy.deepcopy(net).requires_grad_(False)
    for norm in teacher.modules():
        if isinstance(norm, nn.BatchNorm2d):
            norm.track_running_stats = False
    radam = torch.optim.RAdam(net.parameters(), lr=1e-4, weight_decay=5e-4, decoupled_weight_decay=True,
                              foreach=True if fused else None)
    real = sizes.batch // 2
    replayed, seen = sizes.batch - real, sizes.old + sizes.new
    pixels, labels = torch.rand(real, 3, 32, 32), torch.randint(sizes.old, seen, (real,))

    def step():
        with torch.no_grad():
            past = previous(
                torch.randn(replayed, LATENT), torch.randint(sizes.old, (replayed,)), previous.noise(replayed))
            past = ((past * DEVIATION + MEAN).clamp(0, 1) - MEAN) / DEVIATION
        images = torch.cat([crop((pixels - MEAN) / DEVIATION), crop(past)])
        with torch.no_grad():
            wanted = teacher.features(images)
            shares = teacher.scores(wanted)[real:, :sizes.old].softmax(1)
        features = net.features(images)
        scores = net.scores(features)[:, :seen]
        current = 0.02 * F.cross_entropy(scores[:real], labels)
        replay = -0.98 * (shares * F.log_softmax(scores[real:], 1)[:, :sizes.old]).sum(1).mean()
        feature = (features[real:] - wanted[real:]).flatten(1).norm(dim=1).mean()
        radam.zero_grad()
        (current + replay + feature).backward()
        radam.step()
        return current.item(), replay.item(), feature.item()

    return step


def game(sizes, fused):
    net = ResNet(sizes.width, sizes.classes).requires_grad_(False).eval()
    generator = Generator(sizes.width, sizes.classes)
    average, previous = (copy.deepcopy(generator).requires_grad_(False) for _ in range(2))
    judge = Discriminator(4 * sizes.width, 8 * sizes.width, sizes.classes)
    lazy = 16 / 17
    adam = torch.optim.Adam(generator.parameters(), lr=2.5e-3, betas=(0.0, 0.99), **fused)
    judge_adam = torch.optim.Adam(judge.parameters(), lr=2.5e-3 * lazy, betas=(0.0, 0.99 ** lazy), **fused)
    half, seen = sizes.game // 2, sizes.old + sizes.new
    pixels, labels = torch.rand(half, 3, 32, 32), torch.randint(sizes.old, seen, (half,))
    probability, signs = 0.25, 0.0

    def features(images):
        unit = (images * DEVIATION + MEAN) * 2 - 1
        return net.features(((augment(unit, probability) + 1) / 2 - MEAN) / DEVIATION)

    def step(number):
        nonlocal probability, signs
        classes = torch.cat([torch.randint(sizes.old, (half,)), torch.randint(sizes.old, seen, (half,))])
        codes, noise = torch.randn(2 * half, LATENT), generator.noise(2 * half)
        fake = generator(codes, classes, noise)
        fakes = features(fake)
        with torch.no_grad():
            past = previous(codes[:half], classes[:half], [part[:half] for part in noise])
            reals = features(torch.cat([past, (pixels - MEAN) / DEVIATION]))

        judge.requires_grad_(True)
        reals.requires_grad_(number % 16 == 0)
        real_scores = judge(reals, torch.cat([classes[:half], labels]))
        loss = F.softplus(judge(fakes.detach(), classes)).mean() + F.softplus(-real_scores).mean()
        penalty = torch.zeros(())
        if number % 16 == 0:
            slope, = torch.autograd.grad(real_scores.sum(), reals, create_graph=True)
            penalty = 0.5 / 2 * lazy * slope.square().sum([1, 2, 3]).mean()
        judge_adam.zero_grad()
        (loss + penalty).backward()
        judge_adam.step()
        signs += real_scores.detach().sign().mean()
        if number % 4 == 3:
            probability += math.copysign(4e-9, signs.item() / 4 - 0.5)
            signs = 0.0

        judge.requires_grad_(False)
        fooled = F.softplus(-judge(fakes, classes)).mean()
        aligned = 10 * sizes.old / sizes.new * F.l1_loss(fake[:half], past)
        adam.zero_grad()
        (fooled + aligned).backward()
        adam.step()
        memory = 0.5 ** (2 * half / (500_000 * max(number, 1) / (0.5 * STEPS)))
        with torch.no_grad():
            for mine, other in zip(average.parameters(), generator.parameters()):
                mine.lerp_(other, 1 - memory)
        return loss.item(), penalty.item(), fooled.item(), aligned.item()

    def round():
        for number in range(16):
            step(number)

    return round
