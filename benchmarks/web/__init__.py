"""What auditing a page costs: stepfree, the limit of what a browser can do, and peers, on one built site."""
