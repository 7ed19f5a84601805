package dev.sluice.agent.recorded;

import dev.sluice.agent.recorded.SummaryComparison.Difference;

/** Where a summary written here may differ from the recorded one, and why. */
enum Allowance {
    /**
     * A summarizer that was opened with the version a document was created with writes everything in full the first time. What did
     * not change since is taken over here: the content is the same.
     */
    TAKEN_OVER_FROM_CREATION {
        @Override
        boolean covers(String scenario, int number, Difference difference) {
            return number == 0 && isTakenOver(difference);
        }
    },
    /** The recording's last summary was asked for in full. */
    ASKED_FOR_IN_FULL {
        @Override
        boolean covers(String scenario, int number, Difference difference) {
            return scenario.endsWith("11-detached-attach-incremental") && number == 4 && isTakenOver(difference);
        }
    },
    /**
     * The recorded summarizer was opened before the document's schema allowed groups of ops, and kept no list of batches until it
     * was opened again; the list is kept here from the change of the schema on.
     */
    BATCHES_SINCE_THE_SCHEMA_CHANGED {
        @Override
        boolean covers(String scenario, int number, Difference difference) {
            return scenario.endsWith("13-document-schema-change")
                    && number == 0
                    && difference.path().equals("/.recentBatchInfo")
                    && difference.expected().isEmpty();
        }
    },
    /** The old release wrote version 1 of collection's state, and had no time from which tombstones are set. */
    NEWER_VERSION_OF_COLLECTION {
        @Override
        boolean covers(String scenario, int number, Difference difference) {
            return scenario.startsWith("v2.0.0-internal.3.4.5/")
                    && difference.path().equals("/.metadata")
                    && difference.found().contains("\"gcFeature\":3")
                    && difference.expected().contains("\"gcFeature\":1");
        }
    },
    /** The old release wrote down who is elected; later ones, and this, find it out from the quorum. */
    NO_ELECTION_KEPT {
        @Override
        boolean covers(String scenario, int number, Difference difference) {
            return scenario.startsWith("v2.0.0-internal.3.4.5/")
                    && difference.path().equals("/.electedSummarizer")
                    && difference.found().isEmpty();
        }
    };

    abstract boolean covers(String scenario, int number, Difference difference);

    private static boolean isTakenOver(Difference difference) {
        return difference.found().equals(SummaryComparison.TAKEN_OVER)
                && difference.expected().equals(SummaryComparison.WRITTEN);
    }
}
