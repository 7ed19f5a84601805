package dev.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.inspect.HistoryEntry.Summary;
import dev.sluice.inspect.HistoryEntry.Sweep;
import dev.sluice.protocol.handle.Handle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a document's history tells of a known life. */
@Timeout(60)
class GcHistoryTest {
    private final EditedDocument edited = new EditedDocument();

    @AfterEach
    void close() {
        edited.close();
    }

    private List<HistoryEntry> history(int summaries) {
        try (StoredDocument stored = edited.stored()) {
            return GcHistory.read(stored, summaries);
        }
    }

    private static HistoryEntry.Changes changes(HistoryEntry entry) {
        return ((Summary) entry).changes().orElseThrow();
    }

    @Test
    void wholeLife_isToldNewestFirst() {
        Handle list = edited.addList("list");
        String node = list.url();
        edited.summarize();
        edited.drop("list");
        edited.summarize();
        edited.pass(Duration.ofSeconds(25));
        edited.summarize();
        edited.edit(() -> edited.notes().set("list", list));
        edited.summarize();
        edited.drop("list");
        edited.sweep();

        List<HistoryEntry> history = history(100);
        assertThat(history).extracting(HistoryEntry::sequenceNumber).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        List<HistoryEntry> oldestFirst = new ArrayList<>(history);
        Collections.reverse(oldestFirst);
        assertThat(((Summary) oldestFirst.get(0)).counts())
                .as("the document's creation")
                .isEmpty();
        assertThat(((Summary) oldestFirst.get(1)).changes()).isEmpty();
        assertThat(changes(oldestFirst.get(2)).unreferenced()).containsExactlyInAnyOrder(node, node + "/root");
        assertThat(changes(oldestFirst.get(3)).tombstoned()).contains(node);
        assertThat(changes(oldestFirst.get(4)).revived()).contains(node);
        Sweep sweep = oldestFirst.stream()
                .filter(Sweep.class::isInstance)
                .map(Sweep.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(sweep.nodes()).containsExactly(node);
        assertThat(sweep.op().user()).contains("ada");
        Summary newest = (Summary) history.get(0);
        assertThat(newest.proposal().orElseThrow().clientId()).isPresent();
        assertThat(newest.changes().orElseThrow().deleted()).containsExactlyInAnyOrder(node, node + "/root");
        assertThat(newest.counts().orElseThrow().deleted()).isEqualTo(2);
    }

    @Test
    void limit_isOfSummaries_andTheOldestStillTellsItsChanges() {
        edited.addList("list");
        edited.summarize();
        edited.drop("list");
        edited.summarize();
        assertThat(history(1))
                .singleElement()
                .satisfies(entry -> assertThat(changes(entry).unreferenced()).hasSize(2));
    }
}
