package dev.sluice.driver.http;

import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.TokenRequest.Surface;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import java.util.List;

/** The op log over REST (SVC §1.8). Safe for use by many threads. */
final class HttpDeltas implements DeltaStorage {
    private final DocumentKey key;
    private final Rest rest;

    HttpDeltas(DocumentKey key, Rest rest) {
        this.key = key;
        this.rest = rest;
    }

    @Override
    public List<SequencedMessage> fetch(long after, long before) {
        if (after < 0) {
            throw new IllegalArgumentException("ops after " + after + ", expected at least 0");
        }
        long to = Math.min(before, after + PAGE_OPS + 1);
        if (to <= after + 1) {
            return List.of();
        }
        List<SequencedMessage> ops = rest.call(
                RestCall.get(Surface.ORDERER, Paths.deltas(key, after, to)), body -> Answers.ops(body.readAllBytes()));
        return contiguous(ops, after, to);
    }

    private List<SequencedMessage> contiguous(List<SequencedMessage> ops, long after, long before) {
        long expected = after + 1;
        for (SequencedMessage op : ops) {
            if (op.sequenceNumber() != expected || expected >= before) {
                throw new DriverException(new DriverError.MissingOps("the log of " + key + " answered op "
                        + op.sequenceNumber() + " where " + expected + " was expected; asked for ops between " + after
                        + " and " + before));
            }
            expected++;
        }
        return ops;
    }
}
