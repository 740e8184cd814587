"""What only ``test.sh --long`` runs in full; ``test.sh`` runs a seeded sample."""
