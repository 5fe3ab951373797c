"""Make sure that the browser tests have a browser, Korean letters included.

A Chromium or Chrome on PATH is used as it is. Otherwise Debian's packages are installed where that is
possible, else Playwright's own build. A machine that ends without one fails here, loudly.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def on_path() -> str | None:
    """Path of a browser on PATH, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def apt() -> list[str] | None:
    """The words that install Debian's packages here, or None."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    allowed = sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [str(sudo), "apt-get"] if allowed else None


def playwright_build() -> str | None:
    """Path of Playwright's own Chromium where it is installed, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def find() -> str | None:
    """Path of the browser to use, or None. Not to be called while Playwright runs."""
    return on_path() or playwright_build()


def main() -> None:
    """Find or install a browser; exit with a sentence where that fails."""
    if find():
        return
    install = apt()
    if install:
        subprocess.run([*install, "update", "-qq"], check=True)
        subprocess.run([*install, "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], check=True, stdout=subprocess.DEVNULL)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not find():
        sys.exit(f"The browser tests need a browser: install one of {', '.join(NAMES)} and try again.")


if __name__ == "__main__":
    main()
