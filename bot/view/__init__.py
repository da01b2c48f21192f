"""How a post looks in a browser: the templates and the style that the preview and the outbox share."""
