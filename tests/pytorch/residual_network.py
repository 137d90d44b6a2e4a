"""The residual network in PyTorch: the module in the documentation of `Architecture`, taken from there.

residual_network.py
    prints the numbers that tests/integration/network/pytorch.rs compares with: made with parameters and images that both
    compute from the same formulas.
residual_network.py THETA.safetensors DIR
    prints the loss and the accuracy of a trained network on the test images of CIFAR-10 in DIR (cifar-10-batches-bin).

Needs torch and numpy, and for a file safetensors.
"""

import json
import pathlib
import re
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

SOURCE = pathlib.Path(__file__).parents[2] / "src/network/architecture.rs"
ACTIVATIONS = {"relu": nn.ReLU(), "tanh": nn.Tanh()}


def documented():
    """The classes of the listing in the documentation."""
    listing = re.search(r"/// ```python\n(.*?)/// ```", SOURCE.read_text(), re.DOTALL).group(1)
    code = "\n".join(line.removeprefix("///").removeprefix(" ") for line in listing.splitlines())
    names = {}
    exec(code, names)
    return names


def build(widths, channels, classes, activation):
    return documented()["ResNet"](widths, channels, classes, ACTIVATIONS[activation])


def spread(count, square, factor, offset, modulus):
    """Numbers that look random, from 0 to `modulus` - 1."""
    place = np.arange(count, dtype=np.int64)
    return (place * place * square + place * factor + offset) % modulus


def fill(net):
    """Sets all parameters, in the order of the state dictionary; returns the numbers that they are made from."""
    state = net.state_dict()
    even = spread(sum(tensor.numel() for tensor in state.values()), 31, 7919, 7, 10007) / 10007 - 0.5
    begin = 0
    for name, tensor in state.items():
        numbers = even[begin : begin + tensor.numel()]
        begin += tensor.numel()
        if tensor.dim() > 1:
            numbers = numbers * (2.0 * np.sqrt(3.0 / tensor[0].numel()))
        else:
            numbers = numbers * 0.4 + (1.0 if name.endswith(".weight") else 0.0)
        state[name] = torch.from_numpy(numbers.astype(np.float32)).reshape(tensor.shape)
    net.load_state_dict(state)
    return torch.from_numpy(even)


def example(widths, activation, shape, classes, images):
    """Loss and right answers, the gradient's length, and its product with the numbers that θ is made from."""
    net = build(widths, shape[0], classes, activation)
    even = fill(net)
    pixels = spread(images * int(np.prod(shape)), 17, 131, 3, 251).reshape(images, *shape)
    inputs = torch.from_numpy(((pixels / 255 - 0.5) / 0.25).astype(np.float32))
    labels = torch.from_numpy((np.arange(images) * 7 + 2) % classes)
    logits = net(inputs)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    gradient = torch.cat([parameter.grad.flatten() for parameter in net.parameters()]).double()
    right = (logits.argmax(1) == labels).sum().item()
    return {
        "widths": widths,
        "activation": activation,
        "parameters": gradient.numel(),
        "loss": loss.item(),
        "right": right,
        "gradient length": gradient.norm().item(),
        "gradient product": (gradient @ even).item(),
    }


def measured(theta, folder):
    """Loss and accuracy of the parameters in a file on CIFAR-10's test images."""
    from safetensors import safe_open
    from safetensors.torch import load_file

    with safe_open(theta, "pt") as file:
        about = json.loads(file.metadata()["wedgelab"])
    state = load_file(theta)
    widths = [int(width * about["width"]) for width in map(int, about["network"].split("-")[1:])]
    net = build(widths, 3, 10, about["activation"])
    net.load_state_dict(state)
    records = np.fromfile(pathlib.Path(folder) / "test_batch.bin", np.uint8).reshape(-1, 3073)
    labels = torch.from_numpy(records[:, 0].astype(np.int64))
    mean, deviation = (
        np.asarray(about["normalisation"][name]).reshape(1, 3, 1, 1) for name in ("mean", "standard_deviation")
    )
    images = torch.from_numpy(
        ((records[:, 1:].reshape(-1, 3, 32, 32) / 255 - mean) / deviation).astype(np.float32)
    )
    with torch.no_grad():
        logits = torch.cat([net(part) for part in images.split(500)])
    loss = F.cross_entropy(logits.double(), labels).item()
    return {"loss": loss, "accuracy": (logits.argmax(1) == labels).double().mean().item()}


if len(sys.argv) == 3:
    print(json.dumps(measured(*sys.argv[1:])))
else:
    print(json.dumps(example([16, 32, 64], "relu", (3, 32, 32), 10, 20)))
    print(json.dumps(example([16, 16, 8], "tanh", (1, 7, 5), 4, 20)))
