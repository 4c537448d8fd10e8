"""Writes requirements.lock: what the image installs, to the last byte. Run it after a change of requirements.txt.

    python .deploy/lock.py [--constraints FILE]

It downloads the wheels of everything above the line "# To test" and of all that they need, for the image's Python on
both kinds of processor, and writes one line for each package with the SHA-256 of its wheels. A file of constraints
(`pip freeze` of an environment whose tests have passed) keeps what is needed by others at the versions tested.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUIREMENTS, LOCK = HERE.parent / "requirements.txt", HERE / "requirements.lock"
MACHINES = ("x86_64", "aarch64")
GLIBC = range(5, 37)
"""Wheels for any glibc from 2.5 up to 2.36, which Debian 12 has."""
HEAD = """\
# What the image installs, written by .deploy/lock.py; `pip install --require-hashes` takes nothing else.
# Linux with glibc, Python 3.11, x86_64 and aarch64.
"""


def to_run(text: str) -> list[str]:
    """The requirements that the app needs to run, without remarks."""
    lines = text.partition("# To test")[0].splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


def download(machine: str, folder: Path, constraints: Path | None) -> None:
    """All wheels for one kind of processor."""
    tags = [f"manylinux_2_{minor}_{machine}" for minor in reversed(GLIBC)]
    tags += [f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")]
    given = ["--only-binary=:all:", "--implementation=cp", "--python-version=3.11", "-q", "-d", str(folder)]
    abis = [f"--abi={abi}" for abi in ("cp311", "abi3", "none")]
    kept = ["-c", str(constraints)] if constraints else []
    wanted = to_run(REQUIREMENTS.read_text(encoding="utf-8"))
    platforms = [f"--platform={tag}" for tag in tags]
    subprocess.run([sys.executable, "-m", "pip", "download", *given, *abis, *platforms, *kept, *wanted], check=True)


def locked(folder: Path) -> str:
    """One line for each package: its version and the hashes of its wheels."""
    found: dict[str, set[str]] = defaultdict(set)
    for wheel in folder.glob("*.whl"):
        name, version = wheel.name.split("-")[:2]
        line = f"{re.sub('[-_.]+', '-', name).lower()}=={version}"
        found[line].add(hashlib.sha256(wheel.read_bytes()).hexdigest())
    lines = (" \\\n".join([line, *(f"    --hash=sha256:{digest}" for digest in sorted(found[line]))]) for line in found)
    return HEAD + "".join(f"{line}\n" for line in sorted(lines))


def main() -> None:
    """Download, hash, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--constraints", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for machine in MACHINES:
            download(machine, Path(folder), asked.constraints)
        LOCK.write_text(locked(Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
