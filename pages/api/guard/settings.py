"""What whoever runs the server may set, by environment variables; each has a default that needs no thought."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = ("debug", "info", "warning", "error", "off")


@dataclass(frozen=True)
class Settings:
    """Limits for one client address, and what is logged.

    `calls` is how many answers of the API and cards on other sites one address may ask for in a minute
    (DASHBOARD_CALLS_A_MINUTE), `burst` how many at once (DASHBOARD_BURST); a built file counts as `file` of them
    (DASHBOARD_CALLS_A_FILE). `live` is how many charts a second one address may ask for while its readers drag sliders
    (DASHBOARD_LIVE_A_SECOND). `log` is the lowest level that is written (DASHBOARD_LOG).
    """

    calls: int = 1200
    burst: int = 240
    file: int = 20
    live: int = 200
    log: str = "info"

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of an environment; ends the program with one sentence where one of them makes no sense."""
        log = environment.get("DASHBOARD_LOG", cls.log).lower()
        if log not in LEVELS:
            raise SystemExit(f"DASHBOARD_LOG is '{log}'; it takes one of {', '.join(LEVELS)}")
        settings = cls(
            calls=_whole(environment, "DASHBOARD_CALLS_A_MINUTE", cls.calls),
            burst=_whole(environment, "DASHBOARD_BURST", cls.burst),
            file=_whole(environment, "DASHBOARD_CALLS_A_FILE", cls.file),
            live=_whole(environment, "DASHBOARD_LIVE_A_SECOND", cls.live),
            log=log,
        )
        if settings.file > settings.burst:
            raise SystemExit(
                f"DASHBOARD_CALLS_A_FILE is {settings.file}, more than DASHBOARD_BURST of {settings.burst}, "
                "so that no file could be asked for; lower the one or raise the other"
            )
        return settings


def _whole(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise SystemExit(f"{name} is '{text}'; it takes a whole number above zero, as {default}")
    return int(text)
