"""What only the owner may read, taken out of a text: passwords, tokens and mail addresses."""

from __future__ import annotations

import re

HIDDEN = "***"

IN_ADDRESS = re.compile(r"(?<=//)[^/\s?#]*@")
"""Who logs in, before the host of an address, and with which password."""

SECRET = re.compile(
    r"\b(?:gh[pousr]_|github_pat_|glpat-)[\w-]{8,}"
    r"|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"  # a JSON web token
    r"|(?<=[?&])(?P<name>[\w.-]*(?:token|secret|password|passwd|signature|api_?key))=[^&\s#'\"]+"
    r"|(?P<scheme>\b(?:bearer|basic)\s+)(?=[\w.~+/=-]*\d)[\w.~+/=-]{16,}",
    re.IGNORECASE,
)

MAIL = re.compile(
    # Not git@host:path, which is nobody's mailbox, nor @ann@social.example, nor hero@2x.png.
    r"(?<![\w.+@-])[\w.+-]+@(?!\d+x\.)(?>[\w-]+(?:\.[\w-]+)+)(?!:\S)"
)


def without_private(text: str) -> str:
    """The text without the passwords of its addresses, tokens and mail addresses; harmless text stays as it is."""
    return MAIL.sub(HIDDEN, SECRET.sub(hide_match, IN_ADDRESS.sub("", text)))


def hide_match(match: re.Match[str]) -> str:
    if match["name"]:
        return f"{match['name']}={HIDDEN}"
    return f"{match['scheme'] or ''}{HIDDEN}"


def machine_mark(host: str) -> str:
    """Stands for this machine's name where everybody may read it: the same on this machine alone, and not to be undone."""
    import hashlib

    return hashlib.blake2b(host.encode("utf-8", "replace"), key=machine_secret(), digest_size=8).hexdigest()


def machine_secret() -> bytes:
    """What is the same for as long as this machine is installed, and known to nobody else (machine-id(5))."""
    from pathlib import Path

    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            if secret := Path(path).read_bytes().strip()[:64]:
                return secret
        except OSError:
            continue
    import uuid

    return uuid.getnode().to_bytes(8, "big")
