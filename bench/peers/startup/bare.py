"""The least that a program with click can be: python bare.py --help"""

import click


@click.command()
@click.option("--name", help="Whom to greet.")
def hello(name: str) -> None:
    """Greet somebody."""
    click.echo(f"Hello, {name}")


hello()
