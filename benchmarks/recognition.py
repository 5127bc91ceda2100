"""What a scanned page costs by the size at which its lines are found: `recognition.py [PDF] [--pages 2 5] [--sides 960 2000]`.

Prints the processor time of a page and how much of its text is that of the largest size; lines are read at full size always.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import pypdfium2
from rapidfuzz.distance import Levenshtein

from policyqa.reading import ocr
from policyqa.reading.pdf_page import Line

SCAN = Path(__file__).parents[2] / "shared" / "documents" / "pdf" / "scanned-textbook.pdf"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scan", nargs="?", type=Path, default=SCAN)
    parser.add_argument("--pages", nargs="+", type=int, default=[2, 5])
    parser.add_argument("--sides", nargs="+", type=int, default=[960, 2000])
    asked = parser.parse_args()
    if not asked.scan.is_file() or not ocr.is_installed():
        print("no scan there, or no text recognition installed (policyqa[ocr])")
        return 0
    with pypdfium2.PdfDocument(asked.scan) as document:
        pages = [document[number - 1] for number in asked.pages]
        images = [page.render(scale=ocr.LONGEST_SIDE / max(page.get_size())).to_numpy() for page in pages]
    texts: dict[int, list[str]] = {}
    for side in sorted(asked.sides, reverse=True):
        ocr.DETECTED_SIDE = side
        ocr._engine.cache_clear()
        ocr.recognise(images[0][:100])
        started = time.process_time()
        texts[side] = [
            "".join(block.text for block in ocr.recognise(image).blocks if isinstance(block, Line)) for image in images
        ]
        seconds = (time.process_time() - started) / len(images)
        alike = [Levenshtein.normalized_similarity(*pair) for pair in zip(texts[side], texts[max(texts)], strict=True)]
        print(
            f"{side} pixels: {seconds:.1f} s a page, {', '.join(f'{share:.3f}' for share in alike)} as at {max(texts)}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
