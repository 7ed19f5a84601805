package dev.sluice.server.pool;

/** Hears what comes of documents that the pool attends to. Safe for use by many threads. */
@FunctionalInterface
public interface PoolListener {
    /** What came of a document. */
    enum Result {
        /** It has a new summary. */
        SUMMARIZED("summarized"),
        /** A client came that can summarize it. */
        STEPPED_BACK("stepped-back"),
        /** It cannot be summarized here. */
        LEFT_ALONE("left-alone"),
        /** It did not work, and is tried again. */
        FAILED("failed");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        /** Returns the word by which metrics name it. */
        public String label() {
            return label;
        }
    }

    /** The pool has done what it could for a document. */
    void ended(Result result);
}
