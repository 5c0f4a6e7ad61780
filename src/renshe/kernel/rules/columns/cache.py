"""Compile a kernel once: its source lies in a private folder under the hash of its text.

The folder belongs to the runner alone (mode 0700): whoever can write there can run code.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LOADED: dict[str, Callable[..., None]] = {}
_FOLDER: list[Path] = []


def use_folder(folder: Path) -> None:
    """Keep kernels in this folder (made private); default: a folder of this user below the system's temporary one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _FOLDER[:] = [folder]


def _folder() -> Path:
    if not _FOLDER:
        use_folder(Path(tempfile.gettempdir()) / f"renshe-kernels-{os.getuid()}")
    folder = _FOLDER[0]
    status = folder.stat()
    if status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise PermissionError(f"the kernel folder {folder} is not private to this user")
    return folder


def load(source: str) -> Callable[..., None]:
    """The compiled function ``kernel`` of a source text."""
    name = hashlib.sha256(source.encode()).hexdigest()[:24]
    if name not in _LOADED:
        path = _folder() / f"kernel_{name}.py"
        if not path.exists() or path.read_text(encoding="utf-8") != source:
            partial = path.with_suffix(f".{os.getpid()}")
            partial.write_text(source, encoding="utf-8")
            partial.replace(path)
        spec = importlib.util.spec_from_file_location(f"renshe_kernel_{name}", path)
        assert spec is not None
        assert spec.loader is not None
        module: Any = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = (
            module  # numba's disk cache finds the kernel's globals by module name
        )
        spec.loader.exec_module(module)
        _LOADED[name] = module.kernel
    return _LOADED[name]
