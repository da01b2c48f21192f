"""What ``bot init`` decides and writes."""
