"""What is wrong in the knowledge base: where, what, and how to mend it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding of the loader or the check.

    Attributes:
        file: The file, as it was named to the loader.
        line: The line of the offending value, counted from 1; 0 where the file as a whole is meant.
        what: What is wrong, with the offending value.
        mend: How to mend it.
        grave: False for advice that does not keep the knowledge from being loaded.
    """

    file: Path
    line: int
    what: str
    mend: str
    grave: bool = True

    def __str__(self) -> str:
        """Give ``file:line: what; mend``, the form that editors can jump to."""
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {'' if self.grave else 'advice: '}{self.what}; {self.mend}"


class KnowledgeError(Exception):
    """The knowledge base cannot be used; every finding is listed."""

    def __init__(self, problems: list[Problem]) -> None:
        """Take all the findings at once."""
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
