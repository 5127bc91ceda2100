"""A question to a cited answer: records first, passages second, or an honest "not found"."""

from policyqa.answering.answers import Answer, Citation, Row, Searched, ask

__all__ = ["Answer", "Citation", "Row", "Searched", "ask"]
