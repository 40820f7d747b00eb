"""Evidence on units and pairs of units, as numbers that models weigh."""
