"""Many deliveries due at once: nothing lost, nothing doubled, no limit passed, and the rate that is allowed well used."""
