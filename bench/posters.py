"""A batch of posters: ours against the same with the codes as pictures (python -m bench.posters NAME COUNT TARGET)."""

import json
import resource
import sys
from io import BytesIO
from pathlib import Path

from bench.measured import timed
from reports import posters
from reports.pdf import Document
from reports.posters import QUIET, Issuer, Poster, posters_pdf, posters_zip, symbol

ISSUER = Issuer("An Giang", "Sở Thông tin và Truyền thông", "1900 9095")


def batch(count: int) -> list[Poster]:
    """Return invented posters."""
    codes = [f"VR89{number * 2_654_435_761 % 16**12:012X}" for number in range(1, count + 1)]
    return [
        Poster(
            code, f"VAORA:1:V:{code}", f"Quán cà phê Bình Minh {number}", f"Số {number}, đường Nguyễn Huệ", f"Xã {number % 50}"
        )
        for number, code in enumerate(codes)
    ]


def _as_picture(document: Document, content: str, x: float, y: float, side: float) -> None:
    """Embed the code as a PNG of 1,800 dots, as most generators do."""
    code, out = symbol(content), BytesIO()
    code.save(out, kind="png", scale=1_800 // code.symbol_size(border=QUIET)[0], border=0)
    document.image(out, x, y, side, side)


def main(name: str, count: int, target: Path) -> None:
    """Write the batch and print seconds, megabytes of memory and of the file as JSON."""
    if name == "pictures":
        posters._code = _as_picture
    write = posters_zip if name == "zip" else posters_pdf
    told = timed(lambda: target.write_bytes(write(batch(count), "A4", ISSUER)))
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told["file"] = target.stat().st_size / 1024**2
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
