"""One package a platform: each parses messages in and renders replies out, and knows its platform's limits."""
