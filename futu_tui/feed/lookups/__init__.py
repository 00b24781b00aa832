"""What the gateway is asked about the market beside its stream, one file a subject: for the screens that show it."""
