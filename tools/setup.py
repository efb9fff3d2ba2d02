"""Sets up `.venv`, the maps' browser assets and the fonts of PDFs, for tests a provider of sign-ons too; run by make with any
Python ≥ 3.11.

Does only what is not done yet.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
VENDOR = ROOT / "static" / "vendor"
PROVIDER = ROOT / "tests" / "oidc"
ASSETS = {
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/dist/images": "images",
    "leaflet.heat/dist/leaflet-heat.js": "leaflet-heat.js",
    "leaflet.markercluster/dist/leaflet.markercluster.js": "leaflet.markercluster.js",
    "leaflet.markercluster/dist/MarkerCluster.css": "MarkerCluster.css",
    "leaflet.markercluster/dist/MarkerCluster.Default.css": "MarkerCluster.Default.css",
    "@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf": "fonts/Tinos-Regular.ttf",
    "@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf": "fonts/Tinos-Italic.ttf",
    "@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf": "fonts/Tinos-Bold.ttf",
    "@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf": "fonts/Tinos-BoldItalic.ttf",
    "@expo-google-fonts/tinos/LICENSE_FONT": "fonts/LICENSE",
}
"""What is kept in static/vendor, by its place in node_modules: scripts for the browser, fonts for PDFs."""


def main() -> None:
    """Set up for running, or with `--dev` for testing too."""
    if sys.version_info < (3, 11):
        sys.exit(f"Vào Ra needs Python 3.11 or later; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 run")
    wanted = "requirements-dev.lock" if "--dev" in sys.argv else "requirements.lock"
    _once("environment", [ROOT / wanted], lambda: _environment(wanted), VENV / f".{wanted}.done")
    _once("map assets and fonts", [ROOT / "package-lock.json", Path(__file__)], _assets, VENDOR / ".done")
    if "--dev" in sys.argv:
        _once(
            "provider of sign-ons",
            [PROVIDER / "package-lock.json"],
            lambda: _npm(PROVIDER),
            PROVIDER / "node_modules" / ".done",
        )


def _once(what: str, sources: list[Path], work: Callable[[], None], stamp: Path) -> None:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        print(f"setup: {what}: ready")
        return
    print(f"setup: {what}: installing …", flush=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def _environment(lock: str) -> None:
    if not (BIN / "python").exists():
        venv.create(VENV, with_pip=True)
    _install(lock, *["--no-compile"] * ("dev" in lock))


def _install(lock: str, *options: str) -> None:
    """Install what a lock names, by the hashes it names, and without running anybody's build."""
    by_hash = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary", ":all:")
    _run(BIN / "python", "-m", "pip", "install", *by_hash, *options, "-r", ROOT / lock)


def _assets() -> None:
    """Install them and copy what is used."""
    _npm(ROOT)
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target in ASSETS.values():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
    for source, target in ASSETS.items():
        found = ROOT / "node_modules" / source
        copy = shutil.copytree if found.is_dir() else shutil.copyfile
        copy(found, VENDOR / target)


def _npm(folder: Path) -> None:
    """Install from the npm registry what the folder's lock file names."""
    npm = shutil.which("npm") or _npm_from_pypi()
    _run(npm, "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def _npm_from_pypi() -> Path:
    print("setup: no npm on this machine, taking one from PyPI", flush=True)
    _install("requirements-npm.lock")
    return BIN / "npm"


def _run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"setup: this failed: {' '.join(str(part) for part in command[:4])} …")


if __name__ == "__main__":
    main()
