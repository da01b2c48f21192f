"""What only looks unused: names that a library, a template, a test or a table calls. Read by vulture, never run."""

# click asks a group for its commands by these methods.
list_commands, get_command, format_commands
# The table of commands names each of them.
doctor
# markdown-it and python-frontmatter read these attributes of what is handed to them.
normalizeLink, validateLink, FM_BOUNDARY
# tomlkit's own name for the room before a comment.
comment_ws
# A refusal is chosen by going through all of them.
(
    PROTECTED,
    READ_ONLY,
    NO_LOGIN,
    NO_REPOSITORY,
    TWO_LOGINS,
    SINGLE_SIGN_ON,
    NOT_FROM_HERE,
    ARCHIVED,
    READING_KEY,
    UNKNOWN_HOST,
)
# The registry finds publishers by their names in a Platform.
Bluesky, Mastodon, Outbox, X
# Jinja2's templates ask for these.
actions, link_note, beside, back, policy, hue, initials, blog_initial, older, gallery, globals, filters
# http.client reads a socket through these, Pillow a layout through this one.
makefile, readable, readinto, direction
# The words on a title card, for whoever looks at one.
says
# urllib3 asks its managers and pools for these.
ConnectionCls, pool_classes_by_scheme
# python-frontmatter reads a handler's fences from these.
START_DELIMITER, END_DELIMITER
# Three parts of an address, unpacked by a template.
behind
# PyYAML's C parser calls these.
ascend_resolver, descend_resolver
# Compared as a whole with what a file was before.
device, written_ns
