"""A writer behind any endpoint that speaks OpenAI's protocol; the client is loaded only where one is asked for."""

from __future__ import annotations

import os
from typing import Any

from policyqa.errors import WriterFailed, WriterUnavailable
from policyqa.language import say

_SECONDS = 60.0
_KEY = "POLICYQA_LLM_KEY"


class Endpoint:
    """`url` is the base address (http://127.0.0.1:8000/v1); a key is read from POLICYQA_LLM_KEY, else OPENAI_API_KEY.

    Raises WriterUnavailable where the client is not installed.
    """

    def __init__(self, url: str, model: str) -> None:
        try:
            from openai import OpenAI
        except ImportError as error:
            raise WriterUnavailable from error
        key = os.environ.get(_KEY) or os.environ.get("OPENAI_API_KEY") or "none"
        self._model = model
        self._client: Any = OpenAI(base_url=url, api_key=key, timeout=_SECONDS, max_retries=1)

    def write(self, instructions: str, material: str) -> str:
        from openai import OpenAIError

        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": material}]
        try:
            done = self._client.chat.completions.create(model=self._model, messages=messages, temperature=0)
            text = done.choices[0].message.content
        except (OpenAIError, ValueError, AttributeError, IndexError, TypeError) as error:
            raise WriterFailed(str(error) or type(error).__name__) from error
        if not text:
            raise WriterFailed(say("回答是空的", "the answer was empty"))
        return str(text)
