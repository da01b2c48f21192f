"""What the blog's owner has decided: the settings file, and the names of what stands in the environment."""
