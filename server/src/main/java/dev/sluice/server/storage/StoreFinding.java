package dev.sluice.server.storage;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;

/** A piece of damage that a {@link StoreVerifier} found. Immutable. */
public sealed interface StoreFinding {
    /** Returns one line for operators: what is damaged, what was found, what was expected. */
    String describe();

    /**
     * An object that something names is not in the store (I6).
     *
     * @param namedBy the ref or object that names it
     */
    record MissingObject(TenantId tenant, GitId id, String namedBy) implements StoreFinding {
        @Override
        public String describe() {
            return "tenant " + tenant + ": " + namedBy + " names object " + id + ", which is absent";
        }
    }

    /** An object's bytes are not those its id stands for, or cannot be read (I6). */
    record DamagedObject(TenantId tenant, GitId id, String found) implements StoreFinding {
        @Override
        public String describe() {
            return "tenant " + tenant + ": object " + id + " is damaged: " + found;
        }
    }

    /** A document's log does not go on with the number that follows (I2). */
    record BrokenLog(DocumentKey key, long expected, long found) implements StoreFinding {
        @Override
        public String describe() {
            return "document " + key + ": the log goes on with op " + found + "; expected " + expected;
        }
    }

    /** The store names another op as the newest than the one its log ends with. */
    record WrongLogEnd(DocumentKey key, long newest, long end) implements StoreFinding {
        @Override
        public String describe() {
            return "document " + key + ": the newest op is said to be " + newest + ", but the log ends with " + end;
        }
    }

    /** A stored op is not the JSON it should be. */
    record DamagedOp(DocumentKey key, long sequenceNumber, String found) implements StoreFinding {
        @Override
        public String describe() {
            return "document " + key + ": op " + sequenceNumber + " is damaged: " + found;
        }
    }

    /** A document's last checkpoint is not one, or does not fit its log. */
    record DamagedState(DocumentKey key, String found) implements StoreFinding {
        @Override
        public String describe() {
            return "document " + key + ": its stored state is damaged: " + found;
        }
    }

    /** A document's log cannot be read to its end. */
    record UnreadableLog(DocumentKey key, long after, String found) implements StoreFinding {
        @Override
        public String describe() {
            return "document " + key + ": the log cannot be read after op " + after + ": " + found;
        }
    }
}
