package dev.sluice.server.crash;

import dev.sluice.server.bench.client.OpScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * An op as a client was given it.
 *
 * <p>The digest is of all its bytes, so equal ops have the same contents, metadata, timestamp and reference too; only the
 * empty traces, with which the log's ops end and those of the stream need not, are left out. Immutable.
 *
 * @param clientId the sender; empty for an op of the service
 */
record SeenOp(
        long sequenceNumber,
        String clientId,
        long clientSequenceNumber,
        long minimumSequenceNumber,
        String type,
        long digest) {
    private static final byte[] ENDS_WITH_TRACES = ",\"traces\":[]}".getBytes(StandardCharsets.US_ASCII);

    /** Takes the op at which {@code scanner} stands in {@code frame}. */
    static SeenOp at(OpScanner scanner, byte[] frame) {
        return new SeenOp(
                scanner.sequenceNumber(),
                scanner.clientId(),
                scanner.clientSequenceNumber(),
                scanner.minimumSequenceNumber(),
                scanner.type(),
                digest(frame, scanner.from(), scanner.to()));
    }

    private static long digest(byte[] bytes, int from, int to) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes, from, endOfContent(bytes, to) - from);
            return ByteBuffer.wrap(sha.digest()).getLong();
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", everyJdkHasIt);
        }
    }

    private static int endOfContent(byte[] bytes, int to) {
        int traces = to - ENDS_WITH_TRACES.length;
        return Arrays.equals(bytes, traces, to, ENDS_WITH_TRACES, 0, ENDS_WITH_TRACES.length) ? traces : to - 1;
    }
}
