package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.MessageType;
import dev.sluice.server.ordering.DocumentStanding;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreFixture;
import dev.sluice.server.storage.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as unsummarized, in logs that a test writes by hand. */
class UnsummarizedOpsTest {
    private final Store store = new MemoryStore();
    private final List<byte[]> log = new ArrayList<>();

    @AfterEach
    void close() {
        store.close();
    }

    private UnsummarizedOpsTest op(String client, String type) {
        long number = log.size() + 1L;
        String op =
                "{\"clientId\":" + (client.isEmpty() ? "null" : "\"" + client + "\"") + ",\"clientSequenceNumber\":1,"
                        + "\"contents\":\"\",\"minimumSequenceNumber\":0,\"referenceSequenceNumber\":0,\"sequenceNumber\":"
                        + number + ",\"timestamp\":1,\"type\":\"" + type + "\"}";
        log.add(op.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private int count(long summarized, int enough) {
        StoreFixture.commit(
                store, StoreFixture.newDocument(StoreFixture.DOC), new Mutation.AppendOps(StoreFixture.DOC, 1, log));
        return UnsummarizedOps.count(
                store, StoreFixture.DOC, new DocumentStanding(log.size(), summarized, List.of()), enough);
    }

    @Test
    void opsOfApplications_afterTheSummary_count() {
        op("", MessageType.JOIN).op("a", MessageType.OP).op("a", MessageType.OP).op("b", MessageType.OP);
        assertThat(count(2, 100)).isEqualTo(2);
    }

    @Test
    void whatASummaryItselfCauses_doesNotCount() {
        op("", MessageType.JOIN)
                .op("pool", MessageType.OP)
                .op("pool", MessageType.SUMMARIZE)
                .op("", MessageType.SUMMARY_ACK)
                .op("pool", MessageType.NOOP)
                .op("pool", MessageType.OP)
                .op("", MessageType.LEAVE)
                .op("", MessageType.NO_CLIENT);
        assertThat(count(0, 100)).isZero();
    }

    @Test
    void opsOfOthers_meanwhile_count() {
        op("pool", MessageType.OP)
                .op("editor", MessageType.OP)
                .op("pool", MessageType.SUMMARIZE)
                .op("editor", MessageType.OP);
        assertThat(count(0, 100)).isEqualTo(2);
    }

    @Test
    void longLogs_areReadUntilThereAreEnough() {
        IntStream.range(0, 5000).forEach(number -> op("a", MessageType.OP));
        assertThat(count(0, 4500)).isBetween(4500, 5000);
    }
}
