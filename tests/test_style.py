"""What tools check of the code, as `.pre-commit-config.yaml` runs them before each commit."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]


@pytest.mark.parametrize("command", [hook["entry"] for hook in HOOKS], ids=[hook["id"] for hook in HOOKS])
def test_every_hook_passes(command: str) -> None:
    """Lint, format, types and data: each command ends well on the tree as it is."""
    _python, *arguments = shlex.split(command)
    run = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
