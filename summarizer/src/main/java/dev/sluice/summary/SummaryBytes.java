package dev.sluice.summary;

import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;

/** How large a summary is. Pure. */
public final class SummaryBytes {
    private SummaryBytes() {}

    /** Returns what the contents of a part hold together; handles and attachments, which are not uploaded with it, hold nothing. */
    public static long of(SummaryObject part) {
        return switch (part.type()) {
            case TREE ->
                ((SummaryTree) part)
                        .entries().values().stream().mapToLong(SummaryBytes::of).sum();
            case BLOB -> ((SummaryBlob) part).size();
            case HANDLE, ATTACHMENT -> 0;
        };
    }
}
