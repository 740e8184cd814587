"""What the kills came to, in a form that can be quoted."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct, field


class Death(Struct, frozen=True):
    """``how`` it stood with the deed in flight; ``deeds`` were acknowledged before."""

    mode: str
    how: str
    reopened_s: float
    deeds: int


class KillFigures(Struct):
    deaths: list[Death] = field(default_factory=list[Death])

    def lines(self) -> Iterator[str]:
        if not self.deaths:
            return
        slowest = max(death.reopened_s for death in self.deaths)
        deeds = sum(death.deeds for death in self.deaths)
        yield (
            f"kill -9: {len(self.deaths)} kills after {deeds} acknowledged deeds, nothing lost; "
            f"the next start took at most {slowest * 1e3:.0f} ms"
        )
        for mode in dict.fromkeys(death.mode for death in self.deaths):
            hows = Counter(death.how for death in self.deaths if death.mode == mode)
            what = ", ".join(f"{how} {count}" for how, count in hows.most_common())
            yield f"  {mode}: {hows.total()} kills; deed in flight: {what}"
