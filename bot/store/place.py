"""Which repository holds the ledger's branch: the one that takes the pushes, asked and fetched from at that very address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.settings.private import without_private
from bot.store.answers import advice_for
from bot.store.objects import NOTHING_SENT

if TYPE_CHECKING:
    from bot.git import Git

USUAL = "bot-state"
"""The branch on which the action keeps the ledger, if nobody says otherwise."""


class Place:
    """Where a remote's pushes go, and where else its fetches would come from.

    What is pushed is only refused in favour of what others have pushed if both is done at one place: a claim that goes to
    one repository and is compared with another one's is no claim.
    """

    def __init__(self, git: Git, remote: str) -> None:
        """Raises LedgerError where there is not one place."""
        self.git, self.remote = git, remote
        fetches, pushes = self.addresses(remote)
        if len(pushes) > 1:
            raise LedgerError(
                f"{without_private(remote)} pushes to {len(pushes)} repositories ({', '.join(map(without_private, pushes))}), and a blog has one ledger",
                f'{NOTHING_SENT}. Name one of them in the settings: remote = "{without_private(pushes[0])}", or take the others '
                f"out with: git remote set-url --delete --push {without_private(remote)} ADDRESS",
            )
        self.read_only = fetches[0] if fetches != pushes else None
        """Where git would fetch from, though nothing is pushed there; None: there is one place for both."""
        self.address = pushes[0] if self.read_only else remote
        """What git is to be given, to ask, to fetch and to push."""
        if self.read_only and self.addresses(self.address) != ([self.address], [self.address]):
            raise LedgerError(
                f"git reads {without_private(self.address)}, where {without_private(remote)} pushes to, as another address (url.*.insteadOf)",
                f"{NOTHING_SENT}. Name the repository with the ledger in the settings: remote = ...",
            )

    def addresses(self, remote: str) -> tuple[list[str], list[str]]:
        """Where git fetches from and where it pushes to, when it is given this name or address of a remote."""
        if self.git.run("config", "--get", f"remote.{remote}.url").code != 0:
            self.ask("rev-parse", "--git-dir")  # git lists an unknown remote and no repository in the same words
            address = self.ask("ls-remote", "--get-url", remote)
            pushed = self.push_address(remote)
            return address, address if pushed is None else [pushed]
        pushes = self.ask("remote", "get-url", "--push", "--all", remote)
        if not all(pushes) or not pushes:
            raise LedgerError(
                f"{without_private(remote)} pushes to an empty address",
                f"{NOTHING_SENT}. Take it out: git config --unset-all remote.{without_private(remote)}.pushurl",
            )
        return self.ask("remote", "get-url", remote)[:1], list(dict.fromkeys(pushes))

    def ask(self, *words: str) -> list[str]:
        """What git prints, in lines; raises LedgerError where it cannot say."""
        answer = self.git.run(*words)
        if answer.code != 0:
            raise LedgerError(
                f"{without_private(self.remote)}: {answer.words}", f"{NOTHING_SENT}. {advice_for(answer, self.git)}"
            )
        return answer.text.splitlines()

    def push_address(self, address: str) -> str | None:
        """What url.*.pushInsteadOf makes of an address, as git-config(1) has it; None: nothing."""
        settings = self.git.run("config", "-z", "--get-regexp", r"^url\..*\.pushinsteadof$").text
        starts = {}
        for setting in filter(None, settings.split("\0")):
            name, _, start = setting.partition("\n")
            starts[start] = name[len("url.") : -len(".pushinsteadof")]
        longest = max(filter(address.startswith, starts), key=len, default=None)
        return None if longest is None else starts[longest] + address.removeprefix(longest)
