"""What the bot knows: the record types, how they are read from YAML, and what the curators' check demands of them."""
