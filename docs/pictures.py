"""Makes docs/images/*.png: pages of the comparison report over corpus/documents, as a browser and a printer show them.

`python docs/pictures.py` needs chromium, LibreOffice, pdftoppm and a Chinese font.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
REGIONS = ("云岫市", "栎原县", "鹭汀区", "霁川县", "檀浦县", "麦渡县")
BROWSER = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run", "--hide-scrollbars", "--window-size=1280,2700",
)  # fmt: skip


def policyqa(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "policyqa", *words], check=True)


def small(source: Path, name: str, width: int, box: tuple[int, int, int, int] | None = None) -> None:
    """A picture of few colours and under 200 KB."""
    picture = Image.open(source).convert("RGB")
    picture = picture.crop(box) if box else picture
    height = round(picture.height * width / picture.width)
    picture.resize((width, height), Image.Resampling.LANCZOS).quantize(128).save(IMAGES / name, optimize=True)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        library = str(folder / "library")
        policyqa("add", str(ROOT / "corpus" / "documents"), "--library", library)
        for suffix in ("html", "docx"):
            out = str(folder / f"report.{suffix}")
            policyqa("compare", *REGIONS, "-o", out, "--as-of", "2027-06-30", "--library", library)
        shot = folder / "page.png"
        profile = f"--user-data-dir={folder / 'profile'}"
        subprocess.run([*BROWSER, profile, f"--screenshot={shot}", (folder / "report.html").as_uri()], check=True)
        small(shot, "report-html.png", 800)
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", scratch, out], check=True)
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(folder / "report.pdf"), str(folder / "word")], check=True)
        pages = sorted(folder.glob("word-*.png"))
        small(pages[0], "report-word-summary.png", 420)
        small(next(p for p in pages if Image.open(p).width > Image.open(p).height), "report-word-matrix.png", 640)


if __name__ == "__main__":
    main()
