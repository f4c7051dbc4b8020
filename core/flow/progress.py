"""Where a case is: each step of its flow, who has it, since when, and what came of it."""

from core.api import StepProgress
from core.cases import CaseState
from core.flow.definition import Flow
from core.people import Directory


def progress(flow: Flow, state: CaseState, directory: Directory) -> tuple[StepProgress, ...]:
    """Every step on the case's way, in order; those of branches not taken are left out."""
    raise NotImplementedError
