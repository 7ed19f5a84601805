package dev.sluice.server.pool;

import dev.sluice.driver.DeltaStorage;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.server.ordering.DocumentStanding;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts what the newest summary of a document does not contain.
 *
 * <p>Only ops of applications count. Joins, leaves and answers do not, or each summary would be a reason for the next; nor does what
 * a client sends that also proposes summaries, for a summarizer edits nothing: its ops are collection's own. Confined to one count.
 */
final class UnsummarizedOps {
    private final Map<String, Integer> byClient = new HashMap<>();
    private final Set<String> summarizers = new HashSet<>();
    private int ops;

    private UnsummarizedOps() {}

    /**
     * Counts the ops of applications, page by page.
     *
     * @param enough where to stop
     * @return at least {@code enough} if there are so many
     */
    static int count(Store store, DocumentKey key, DocumentStanding standing, int enough) {
        UnsummarizedOps count = new UnsummarizedOps();
        long from = standing.summarizedSequenceNumber();
        while (from < standing.sequenceNumber() && count.ops < enough) {
            long after = from;
            long last = store.read(view -> count.page(view, key, after));
            if (last == after) {
                break;
            }
            from = last;
        }
        return count.ops;
    }

    private long page(StoreView view, DocumentKey key, long after) {
        long[] last = {after};
        view.ops(key, after, after + DeltaStorage.PAGE_OPS + 1, (number, json) -> {
            last[0] = number;
            add(SequencedMessage.parse(json));
            return true;
        });
        return last[0];
    }

    private void add(SequencedMessage op) {
        String client = op.clientId();
        if (client == null) {
            return;
        }
        if (op.type().equals(MessageType.SUMMARIZE)) {
            if (summarizers.add(client)) {
                ops -= byClient.getOrDefault(client, 0);
            }
        } else if (op.type().equals(MessageType.OP) && !summarizers.contains(client)) {
            byClient.merge(client, 1, Integer::sum);
            ops++;
        }
    }
}
