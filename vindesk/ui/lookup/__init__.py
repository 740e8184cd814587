"""A person asks for a vehicle: the entry, its hint, the answer."""
