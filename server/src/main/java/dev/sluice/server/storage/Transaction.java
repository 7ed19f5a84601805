package dev.sluice.server.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes that take effect together, in order. Immutable.
 *
 * @param mutations in the order in which they are carried out; each sees the effect of those before it
 */
public record Transaction(List<Mutation> mutations) {
    /** Creates a transaction. */
    public Transaction {
        mutations = List.copyOf(mutations);
    }

    /** Returns the transaction with the given mutations. */
    public static Transaction of(Mutation... mutations) {
        return new Transaction(List.of(mutations));
    }

    /** Returns a builder without mutations. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the mutations of a transaction; confined to one thread. */
    public static final class Builder {
        private final List<Mutation> mutations = new ArrayList<>();

        private Builder() {}

        /** Adds a mutation after those added before. */
        public Builder add(Mutation mutation) {
            mutations.add(mutation);
            return this;
        }

        /** Tells whether nothing was added yet. */
        public boolean isEmpty() {
            return mutations.isEmpty();
        }

        /** Returns the transaction. */
        public Transaction build() {
            return new Transaction(mutations);
        }
    }
}
