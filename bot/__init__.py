"""The core of wsisbot: it answers questions about the WSIS+20 process from curated, cited records, and knows no chat platform."""
