"""What belongs to a human language: its words and stems, its message catalogue, its dates and plural forms."""
