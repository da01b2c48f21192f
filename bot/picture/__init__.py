"""The picture of a post: found, fetched, fitted into limits, or drawn."""
