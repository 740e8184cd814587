"""The fleet at a glance: how many vehicles there are of each year, make, body and quality."""
