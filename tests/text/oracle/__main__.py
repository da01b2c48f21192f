"""python -m tests.text.oracle install"""

import sys

from tests.text.oracle import ORACLE

if sys.argv[1:] != ["install"]:
    sys.exit("usage: python -m tests.text.oracle install")
sys.stdout.write(f"{ORACLE.install()}\n")
