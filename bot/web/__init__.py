"""What is asked of other servers, and what their pages say."""
