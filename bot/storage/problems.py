"""What can go wrong with the store."""


class StorageError(Exception):
    """The store cannot be used: what is wrong, where, and how to mend it; never a password or a key."""
