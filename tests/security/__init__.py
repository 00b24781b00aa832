"""What keeps a person's secrets, money and terminal from others; docs/security.md says what each file holds."""
