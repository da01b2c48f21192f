"""What can be done with words alone: repaired, split into sentences, measured, cut, compared, made hashtags."""
