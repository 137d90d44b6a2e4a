"""PyTorch on the work of `wedgelab bench`, under the same names; prints one JSON object.

Networks run in the memory format in which PyTorch is fastest (channels last), images are in memory, whole steps are timed
(drawing a minibatch, loss, gradient, Adam), and the best of five stretches counts. The toy's cut is batched over its
trials. usage: pytorch.py NAME [--threads N] [--seconds S]
"""

import argparse
import json
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

IMAGES = 4096
STRETCHES = 5


class SimpleCNN(nn.Module):
    def __init__(self, activation):
        super().__init__()
        self.activation = activation
        self.convolutions = nn.ModuleList(
            nn.Conv2d(inputs, outputs, 3, padding=1) for inputs, outputs in ((3, 16), (16, 32), (32, 32))
        )
        self.head = nn.Linear(512, 10)

    def forward(self, images):
        for convolution in self.convolutions:
            images = F.max_pool2d(self.activation(convolution(images)), 2)
        return self.head(images.flatten(1))


def best_rate(step, amount, seconds):
    """The best of the stretches, in amounts per second."""
    for _ in range(30):
        step()
    best = 0.0
    for _ in range(STRETCHES):
        steps, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds / STRETCHES:
            step()
            steps += 1
        best = max(best, steps * amount / (time.perf_counter() - start))
    return best


def network(task, activation, batch, seconds):
    net = SimpleCNN(activation).to(memory_format=torch.channels_last)
    images = torch.randn(IMAGES, 3, 32, 32).to(memory_format=torch.channels_last)
    labels = torch.randint(0, 10, (IMAGES,))
    adam = torch.optim.Adam(net.parameters(), lr=1e-3, fused=True)

    def loss():
        chosen = torch.randint(0, IMAGES, (batch,))
        return F.cross_entropy(net(images[chosen]), labels[chosen])

    def train():
        adam.zero_grad(set_to_none=True)
        loss().backward()
        adam.step()

    @torch.no_grad()
    def forward():
        loss()

    return best_rate({"train": train, "forward": forward}[task], batch, seconds)


def random_cut(dimension, short, plane, trials, steps=1000, rate=0.05):
    """Seconds for Adam's steps in random planes, each with a search for the nearest of all axis-aligned wedges."""
    origin = torch.randn(trials, dimension)
    axes = F.normalize(torch.randn(trials, plane, dimension), dim=2)
    coordinates = torch.zeros(trials, plane)
    mean, square = torch.zeros_like(coordinates), torch.zeros_like(coordinates)
    start = time.perf_counter()
    for step in range(1, steps + 1):
        point = origin + torch.bmm(coordinates[:, None, :], axes)[:, 0]
        _, short_axes = torch.topk(point.abs(), short, dim=1, largest=False, sorted=False)
        components = point.gather(1, short_axes)
        distance = components.square().sum(1, keepdim=True).sqrt().clamp_min(1e-30)
        gradient = torch.zeros_like(point).scatter_(1, short_axes, components / distance)
        gradient = torch.bmm(axes, gradient[:, :, None])[:, :, 0]
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient * gradient
        spread = (square / (1 - 0.999**step)).sqrt() + 1e-8
        now = rate * (1 - (step - 1) / steps)
        coordinates = coordinates - now * (mean / (1 - 0.9**step)) / spread
    return time.perf_counter() - start


def measure(name, seconds):
    subject, *rest = name.split("/")
    if subject == "wedges-all" and rest[0] == "random-cut":
        return random_cut(*map(int, rest[1:])), "s"
    activation = {"simple-cnn": F.relu, "simple-cnn-tanh": torch.tanh}[subject]
    return network(rest[0], activation, int(rest[1]), seconds), "images/s"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(0)
    value, unit = measure(given.name, given.seconds)
    print(json.dumps({"name": given.name, "value": value, "unit": unit, "version": torch.__version__}))
