"""The one way from Digest to Receipt."""
