"""The terminal: a talk at the keyboard, or piped lines answered one by one."""

from adapters.console.adapter import ConsoleAdapter

__all__ = ["ConsoleAdapter"]
