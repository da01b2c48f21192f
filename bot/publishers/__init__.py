"""Where posts are sent to: a folder for each platform, its SDK imported there alone, and only to send."""
