"""The step of the GitHub Action."""
