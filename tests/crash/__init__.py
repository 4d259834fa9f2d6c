"""Kills the bot where it hurts most, starts it again, and counts what arrived (DESIGN, section 6)."""
