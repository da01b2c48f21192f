"""Write this repository's own workflows for posts: those that `bot init` writes, held back until it has accounts.

.venv/bin/python -m scripts.generate_workflows
"""

from __future__ import annotations

from pathlib import Path

from bot.setup.workflows import WorkflowPlace, workflows

FOLDER = Path(__file__).resolve().parents[1] / ".github" / "workflows"
PLACE = WorkflowPlace("./", content="content", branch="main")
HEAD = "# Made by scripts/generate_workflows.py from bot/setup/workflows: what a blog gets is what runs here.\n"
FORK = "!github.event.repository.fork"
READY = f"{FORK} && (vars.BOT_POSTS == 'yes' || github.event_name == 'workflow_dispatch')"
"""Without secrets and a ledger every push here would end red; the variable says that there are some."""


def own_workflows() -> dict[str, str]:
    """Name to text."""
    return {
        name: HEAD + text.replace(f"if: ${{{{ {FORK}", f"if: ${{{{ {READY}") for name, text in workflows(PLACE).items()
    }


if __name__ == "__main__":
    for name, text in own_workflows().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
