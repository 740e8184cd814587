"""Speed of the real program, by its ratio to a bare baseline in the same run where there is one.

Not collected by default. One run gives one table::

    python -m pytest tests/benchmarks --rows 1000000 --fleets DIR

``--rows`` is how many vehicles are in the cache; the targets are for a million. ``--fleets`` is
the folder of the caches (see ``fleet``): one that is missing is made first, which takes minutes;
each test works on a copy. ``--benchmark-json FILE`` keeps every single round of what is timed
with pytest-benchmark.
"""
