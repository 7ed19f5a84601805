package dev.sluice.collector.simulation;

/** An invariant does not hold. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String invariant;

    Violation(String invariant, String found) {
        super(invariant + ": " + found);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
