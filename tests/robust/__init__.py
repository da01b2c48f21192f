"""What a blog, a disk or a network may do, and the bot lives through."""
