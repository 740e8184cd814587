"""Stand-ins for the world outside: they speak its language and break on command."""
