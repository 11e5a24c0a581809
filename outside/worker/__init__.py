"""The worker: walks the outbox, makes documents step by step, sends notices, and sweeps."""

from outside.worker.loop import Worker

__all__ = ["Worker"]
