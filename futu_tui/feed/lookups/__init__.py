"""What screens ask the gateway and how its answers are read, a subject a file; screens never touch the wire."""
