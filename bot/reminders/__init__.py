"""Reminders that hang on records: when they are due, who keeps them, how they are delivered."""
