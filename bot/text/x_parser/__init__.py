"""X's own rules of what in a text is a link, a hashtag or a mention, and how long the text is."""
