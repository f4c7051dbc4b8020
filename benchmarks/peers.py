"""The programs that ours is measured beside."""

import shutil
import subprocess
from pathlib import Path

BARE_TEXTUAL = """
import os
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
from textual.app import App
from textual.widgets import Footer, Header, OptionList

class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Header()
        yield OptionList(*[f"PO-{i} Ball bearings, a supplier, {i}.00 EUR" for i in range(200)])
        yield Footer()

Bare().run()
"""
"""A Textual application with a list and nothing else."""

NEOMUTT_SETTINGS = """
set folder={folder}
set spoolfile={folder}/inbox
set mbox_type=mbox
set sort=date
set quit=yes
set header_cache=
set read_inc=0
set time_inc=0
set mail_check=600
set wait_key=no
set index_format="%4C %Z %-15.15L %s"
"""


def neomutt() -> str | None:
    """The path of neomutt, or None where the machine has none."""
    return shutil.which("neomutt")


def neomutt_command(folder: Path, messages: int) -> list[str]:
    """neomutt on a mailbox of its own with that many messages."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "inbox").open("w") as box:
        for i in range(messages):
            box.write(
                f"From a@example.org Thu Jan  1 00:{i % 60:02d}:00 2026\n"
                f"From: Person {i} <p{i}@example.org>\nTo: b@example.org\n"
                f"Subject: PO-{i} Ball bearings, please approve {i}.00 EUR\n"
                f"Date: Thu, 01 Jan 2026 00:{i % 60:02d}:00 +0000\nMessage-ID: <{i}@example.org>\n"
                "\nText.\n\n"
            )
    (folder / "neomuttrc").write_text(NEOMUTT_SETTINGS.format(folder=folder))
    path = neomutt()
    if path is None:
        raise FileNotFoundError("neomutt")
    return [path, "-n", "-F", str(folder / "neomuttrc")]


def install_neomutt() -> bool:
    """Have neomutt, by the system's packages where we may; answers whether it is there now."""
    if neomutt() is None and shutil.which("apt-get"):
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "neomutt"], check=False, capture_output=True
        )
    return neomutt() is not None
