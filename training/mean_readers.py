"""Write the mean of trained readers.

    python training/mean_readers.py READER.pt ONE.pt TWO.pt […]

Of readers that come from one another it forgets less of what the earlier ones knew than the last does.
"""

from __future__ import annotations

import sys

import torch


def main(out: str, *paths: str) -> None:
    held = [torch.load(path) for path in paths]
    states = [one["state"] for one in held]
    mean = {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}
    torch.save({**held[0], "state": mean}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
