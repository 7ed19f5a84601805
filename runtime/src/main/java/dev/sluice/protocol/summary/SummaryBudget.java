package dev.sluice.protocol.summary;

import dev.sluice.protocol.summary.SummaryFormatException.Bound;

/** Counts what a reader has taken in, and refuses what goes over the limits. Confined to one read. */
final class SummaryBudget {
    private final SummaryLimits limits;
    private int entries;
    private long bytes;

    SummaryBudget(SummaryLimits limits) {
        this.limits = limits;
    }

    void enter(int depth) throws SummaryFormatException {
        if (depth > limits.maxDepth()) {
            throw SummaryFormatException.over(Bound.DEPTH, "a summary is deeper than " + limits.maxDepth() + " trees");
        }
    }

    void name(String name) throws SummaryFormatException {
        if (++entries > limits.maxEntries()) {
            throw SummaryFormatException.over(
                    Bound.ENTRIES, "a summary has more than " + limits.maxEntries() + " entries");
        }
        if (name.isEmpty() || name.length() > limits.maxNameChars()) {
            throw SummaryFormatException.malformed(
                    "a summary has a name of " + name.length() + " characters; expected 1 to " + limits.maxNameChars());
        }
    }

    SummaryBlob blob(byte[] content) throws SummaryFormatException {
        bytes += content.length;
        if (content.length > limits.maxBlobBytes()) {
            throw SummaryFormatException.over(
                    Bound.BYTES,
                    "a summary has a blob of " + content.length + " bytes; expected at most " + limits.maxBlobBytes());
        }
        if (bytes > limits.maxTotalBytes()) {
            throw SummaryFormatException.over(
                    Bound.BYTES, "a summary has more than " + limits.maxTotalBytes() + " bytes");
        }
        return SummaryBlob.wrap(content);
    }
}
