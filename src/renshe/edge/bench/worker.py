"""A process of its own for one piece of a benchmark, so that its peak memory is that piece's alone.

    python -m renshe.edge.bench.worker module:function '{"argument": 1}'

Django is set up in the role of RENSHE_ROLE. The answer is the last line of standard output, as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import sys


def main() -> None:
    """Set up Django, call the function, print its answer."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renshe.edge.settings")
    django.setup()
    module, _, function = sys.argv[1].partition(":")
    found = getattr(importlib.import_module(module), function)(**json.loads(sys.argv[2]))
    sys.stdout.write("\n" + json.dumps(found, ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    main()
