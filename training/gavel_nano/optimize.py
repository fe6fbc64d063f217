"""What both training runs share: processes, the schedule over wall-clock time, the optimizer."""

import os
import time

import torch
import torch.distributed as dist


def start() -> tuple[int, int]:
    """Returns rank and number of processes; torchrun starts one for each GPU."""
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", 0)))
    if world > 1:
        dist.init_process_group("nccl")
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.manual_seed(1234 + rank)
    return rank, world


def adamw(model, peak: float, decay: float = 0.1):
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    return torch.optim.AdamW([{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0.0}],
                             lr=peak, betas=(0.9, 0.95), fused=True)


class Clock:
    """The learning rate as a function of the share of the time that is over: warm-up, then linear decay to a twentieth.

    All ranks use the same rate.
    """

    def __init__(self, optimizer, peak: float, seconds: float):
        self.optimizer, self.peak, self.seconds = optimizer, peak, seconds
        self.began = time.time()

    def tick(self, step: int, world: int) -> bool:
        """Sets the rate; False when the time is over."""
        share = torch.tensor((time.time() - self.began) / self.seconds, device="cuda")
        if world > 1:
            dist.broadcast(share, 0)
        share = share.item()
        # The warm-up counts steps and not time, because compiling makes the first steps slow.
        warm = min(1.0, (step + 1) / 100)
        rate = self.peak * warm * max(0.05, 1 - share)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        return share < 1


def average_gradients(model, world: int) -> None:
    if world == 1:
        return
    grads = [p.grad for p in model.parameters() if p.grad is not None]
    flat = torch._utils._flatten_dense_tensors(grads)
    dist.all_reduce(flat)
    flat /= world
    for grad, part in zip(grads, torch._utils._unflatten_dense_tensors(flat, grads)):
        grad.copy_(part)
