"""python -m tests.text.oracle install"""

import sys

from tests.text import oracle

if sys.argv[1:] != ["install"]:
    sys.exit("usage: python -m tests.text.oracle install")
sys.stdout.write(f"{oracle.install()}\n")
