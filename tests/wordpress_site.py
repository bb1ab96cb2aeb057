"""A real WordPress for tests, started by ``../shared/wordpress/setup.sh``."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PACKAGES = ("php", "mariadbd")
_SCRIPT = Path(__file__).parents[1].parent / "shared" / "wordpress" / "setup.sh"


class WordPress:
    """The running site: code is run in it as editors' actions run, statements as database tools run them."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.address = f"http://127.0.0.1:{port}/"

    def php(self, code: str) -> str:
        """Run PHP inside WordPress as its administrator; return what it prints."""
        head = (
            f'$_SERVER["HTTP_HOST"] = "127.0.0.1:{self.port}"; require "{self.folder}/site/wp-load.php";'
            "wp_set_current_user(1); kses_remove_filters();"
        )
        done = subprocess.run(
            ["/usr/bin/php", "-r", head + code], capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout

    def sql(self, statement: str) -> None:
        """Run a statement in its database."""
        socket_ = self.folder / "run" / "mysql.sock"
        subprocess.run(["/usr/bin/mariadb", "-S", socket_, "-u", "root", "wp", "-e", statement], check=True, timeout=60)


@contextmanager
def running_wordpress(name: str) -> Iterator[WordPress]:
    """Run a fresh site while the block runs; skip the test, saying why, where none can be run."""
    if not _SCRIPT.is_file():
        pytest.skip("../shared/wordpress is not beside this checkout")
    if os.geteuid() != 0 and not all(map(shutil.which, PACKAGES)):
        pytest.skip("PHP and MariaDB are not installed, and only root can install them")
    # A unix socket's path has 100 characters at most, so not below pytest's own folder.
    folder, port = Path("/tmp") / f"telusur-{name}-{os.getpid()}", _free_port()  # noqa: S108
    environment = os.environ | {"WP_DIR": str(folder), "WP_PORT": str(port)}
    started = subprocess.run(
        [_SCRIPT, "start"], env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    try:
        if started.returncode != 0:
            pytest.skip(f"WordPress could not be started: {started.stderr[-300:]}")
        yield WordPress(folder, port)
    finally:
        subprocess.run([_SCRIPT, "stop"], env=environment, capture_output=True, check=False, timeout=120)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
