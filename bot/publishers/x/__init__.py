"""X: the platform as data, and the publisher that sends to it through tweepy."""
