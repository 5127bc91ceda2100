"""A question to a cited answer: records first, passages second, or an honest "not found"."""

from policyqa.answering.answers import ask
from policyqa.answering.model import Answer, Citation, Row, Searched

__all__ = ["Answer", "Citation", "Row", "Searched", "ask"]
