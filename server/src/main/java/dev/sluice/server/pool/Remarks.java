package dev.sluice.server.pool;

import dev.sluice.protocol.DocumentKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of documents that could not be summarized; the oldest are forgotten when there are too many. Confined to whoever
 * holds its lock.
 */
final class Remarks {
    private final int max;
    private final Map<DocumentKey, Remark> byDocument = new LinkedHashMap<>();

    /**
     * Why a document was not summarized.
     *
     * @param isFinal whether it is not tried again
     * @param reason for people
     * @param summarizedSequenceNumber what its newest summary contained then: with another one all may be different
     */
    record Remark(boolean isFinal, String reason, long summarizedSequenceNumber) {}

    Remarks(int max) {
        this.max = max;
    }

    /** Remembers; returns whether that was not known yet. */
    boolean put(DocumentKey document, Remark remark) {
        Remark before = byDocument.put(document, remark);
        if (byDocument.size() > max) {
            byDocument.remove(byDocument.keySet().iterator().next());
        }
        return !remark.equals(before);
    }

    void remove(DocumentKey document) {
        byDocument.remove(document);
    }

    Optional<Remark> get(DocumentKey document) {
        return Optional.ofNullable(byDocument.get(document));
    }

    /** Forgets what is out of date; tells whether the document is one that still cannot be summarized here. */
    boolean isLeftAlone(DocumentKey document, long summarizedSequenceNumber) {
        byDocument.computeIfPresent(
                document,
                (same, remark) -> remark.summarizedSequenceNumber() == summarizedSequenceNumber ? remark : null);
        return get(document).filter(Remark::isFinal).isPresent();
    }

    Set<DocumentKey> documents() {
        return Set.copyOf(byDocument.keySet());
    }

    int leftAlone() {
        return (int) byDocument.values().stream().filter(Remark::isFinal).count();
    }
}
