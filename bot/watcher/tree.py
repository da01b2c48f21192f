"""What git knows of content/: the id of its tree, the blobs in it, and what differs from it in the work tree."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing's own costs a tenth of a run with nothing to do
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FILE, LINK = "100", "120"
"""How the modes of files and of symbolic links begin."""
CHUNK = 1 << 16


class Tree:
    """content/ as of HEAD."""

    __slots__ = ("differs", "id", "index", "root")

    def __init__(self, root: str, tree_id: str, index: str, differs: tuple[str, ...]) -> None:
        self.root = root
        self.id = tree_id
        self.index = index
        """Where git keeps what is staged; from content/ on, where it does not begin with "/"."""
        self.differs = differs
        """Paths below content/ that are not as in HEAD, or not in it; a folder that is not in it at all ends in "/"."""


def look(content: str) -> Tree | None:
    """What git knows of content/; None where it knows nothing of it, and only the disk can tell."""
    if not hasattr(os, "posix_spawnp"):
        return None  # Windows
    try:
        # Both at once: the second takes a while.
        with (
            where_and_what(content) as head,
            git(content, "status", "--porcelain=v2", "-z", "--untracked-files=normal", "--ignored=traditional",
                "--no-renames", "--ignore-submodules=none", "--", ".") as status,
        ):  # fmt: skip
            prefix, index, tree_id = told(head)
            differs = tuple(differing(b"".join(status), prefix))
    except OSError:
        return None
    return Tree(content, tree_id, index, differs)


class Glance:
    """The least that git can be asked: HEAD's tree, and which tracked files are not as staged.

    What is staged and what is not tracked, the caller has to know by other means. Both questions run from here on;
    to be used with ``with``.
    """

    def __init__(self, content: str) -> None:
        self.head = where_and_what(content)
        self.modified = git(
            content, "diff-files", "-z", "--name-only", "--ignore-submodules=none", "--relative", "--", "."
        )

    def __enter__(self) -> Glance:  # noqa: PYI034 -- typing.Self would have to be imported
        return self

    def __exit__(self, *_: object) -> None:
        for output in (self.head, self.modified):
            output.end()

    def tree_id(self) -> str:
        """Empty where git knows nothing of content/."""
        _, _, tree_id = told(self.head)
        return "" if self.head.end() else tree_id

    def differing(self) -> list[str] | None:
        """The tracked files, as paths below content/; None where git does not say."""
        names = b"".join(self.modified).split(b"\0")
        return None if self.modified.end() else [os.fsdecode(name) for name in names if name]


def where_and_what(content: str) -> Output:
    return git(content, "rev-parse", "--show-prefix", "--git-path", "index", "HEAD:./")


def told(head: Output) -> tuple[bytes, str, str]:
    """Where content/ lies in the checkout, the index's path, the id of content's tree in HEAD."""
    # A folder's name may hold a line break: the last two lines are known, whatever is before them.
    rest, _, tree_id = b"".join(head).removesuffix(b"\n").rpartition(b"\n")
    prefix, _, index = rest.rpartition(b"\n")
    return prefix, os.fsdecode(index), tree_id.decode()


def git(folder: str, *words: str) -> Output:
    return Output(["git", "--no-optional-locks", "--literal-pathspecs", "-C", folder, *words])


def differing(status: bytes, prefix: bytes) -> Iterator[str]:
    """The paths in the output of ``git status --porcelain=v2 -z``, relative to content/."""
    for entry in status.split(b"\0"):
        # Fields before the path: man git-status, "Porcelain Format Version 2".
        fields = {b"1": 8, b"u": 10, b"?": 1, b"!": 1}.get(entry[:1])
        if fields is not None:
            yield os.fsdecode(entry.split(b" ", fields)[-1].removeprefix(prefix))


def blobs(tree: Tree, only: Collection[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Mode, blob id and path of everything in the tree, or of ``only`` these paths, in the order of the paths' bytes."""
    if only is not None and not only:
        return  # without a path, git lists all
    rest = b""
    with git(tree.root, "ls-tree", "-r", "-z", "--full-tree", "--", tree.id, *sorted(only or ())) as output:
        for chunk in output:
            *entries, rest = (rest + chunk).split(b"\0")
            for entry in entries:
                about, _, path = entry.partition(b"\t")
                mode, _, blob = about.split(b" ")
                yield mode.decode(), blob.decode(), os.fsdecode(path)


def changed(tree: Tree, before: str) -> list[str] | None:
    """The paths in which the tree differs from an earlier one; None where git does not have that any more."""
    try:
        with git(tree.root, "diff-tree", "-r", "-z", "--no-renames", "--name-only", before, tree.id) as output:
            return [os.fsdecode(name) for name in b"".join(output).split(b"\0") if name]
    except OSError:
        return None


class Output:
    """A command's output, piece by piece; OSError in the end if the command failed.

    subprocess would do, but its import costs as much as all of git's work on a thousand files.
    """

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.status: int | None = None
        self.output, inlet = os.pipe()
        try:
            self.pid = os.posix_spawnp(
                command[0],
                command,
                os.environ,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, inlet, 1),
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                ],
            )
        except OSError:
            os.close(self.output)
            raise
        finally:
            os.close(inlet)

    def __iter__(self) -> Iterator[bytes]:
        while chunk := os.read(self.output, CHUNK):
            yield chunk

    def __enter__(self) -> Output:  # noqa: PYI034 -- typing.Self would have to be imported
        return self

    def __exit__(self, kind: object, _error: object, _traceback: object) -> None:
        if self.end() and kind is None:
            raise OSError(f"{' '.join(self.command)} failed")

    def end(self) -> int:
        """The command's status, 0 if all is well; one that still writes finds nobody to read, and ends."""
        if self.status is None:
            os.close(self.output)
            _, self.status = os.waitpid(self.pid, 0)
        return self.status
