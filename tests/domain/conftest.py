"""The same examples on every run, and no clock: a slow machine is not a failure."""

from hypothesis import settings

settings.register_profile("vindesk", deadline=None, derandomize=True)
settings.load_profile("vindesk")
