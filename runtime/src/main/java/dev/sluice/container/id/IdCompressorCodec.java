package dev.sluice.container.id;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stored form of a compressor, version 2: little-endian words of eight bytes, numbers as doubles, sessions as two halves of
 * their number (runtime-formats §5.6). Pure.
 */
final class IdCompressorCodec {
    private static final int VERSION = 2;
    private static final int HEADER_WORDS = 4;
    private static final int SESSION_WORDS = 2;
    private static final int CLUSTER_WORDS = 3;
    private static final int HIGH_BITS = 58;

    private IdCompressorCodec() {}

    static String write(List<BigInteger> sessions, List<IdCluster> clusters) {
        Map<BigInteger, Integer> indices = new HashMap<>();
        int words = HEADER_WORDS + SESSION_WORDS * sessions.size() + CLUSTER_WORDS * clusters.size();
        ByteBuffer out = ByteBuffer.allocate(words * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putDouble(VERSION).putDouble(0).putDouble(sessions.size()).putDouble(clusters.size());
        for (BigInteger session : sessions) {
            indices.put(session, indices.size());
            out.putLong(session.longValue())
                    .putLong(session.shiftRight(Long.SIZE).longValue());
        }
        for (IdCluster cluster : clusters) {
            Integer index = indices.get(cluster.session);
            if (index == null) {
                throw new IllegalArgumentException("a cluster of a session that is not listed");
            }
            out.putDouble(index).putDouble((double) cluster.capacity()).putDouble((double) cluster.count());
        }
        return Base64.getEncoder().encodeToString(out.array());
    }

    static IdCompressor read(String base64) {
        ByteBuffer in = words(base64);
        long version = integer(in, "version");
        if (version != VERSION) {
            throw new IdCompressorException("found an id compressor of version " + version + ", expected " + VERSION);
        }
        if (integer(in, "local state flag") != 0) {
            throw new IdCompressorException(
                    "found an id compressor with a session's own state, which summaries have not");
        }
        long sessionCount = integer(in, "session count");
        long clusterCount = integer(in, "cluster count");
        long expected = SESSION_WORDS * sessionCount + CLUSTER_WORDS * clusterCount;
        if (sessionCount > clusterCount || expected != in.remaining() / Double.BYTES) {
            throw new IdCompressorException("an id compressor of " + sessionCount + " sessions and " + clusterCount
                    + " clusters with " + in.remaining() / Double.BYTES + " words, expected " + expected);
        }
        IdCompressor compressor = new IdCompressor();
        readClusters(in, readSessions(in, sessionCount), clusterCount, compressor);
        return compressor;
    }

    private static ByteBuffer words(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new IdCompressorException("an id compressor that is not base64: " + malformed.getMessage());
        }
        if (bytes.length % Double.BYTES != 0 || bytes.length < HEADER_WORDS * Double.BYTES) {
            throw new IdCompressorException("an id compressor of " + bytes.length + " bytes");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<BigInteger> readSessions(ByteBuffer in, long count) {
        List<BigInteger> sessions = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            BigInteger low = new BigInteger(Long.toUnsignedString(in.getLong()));
            BigInteger high = new BigInteger(Long.toUnsignedString(in.getLong()));
            if (high.bitLength() > HIGH_BITS) {
                throw new IdCompressorException("stored session " + i + " is no UUID of version 4");
            }
            sessions.add(high.shiftLeft(Long.SIZE).or(low));
        }
        return sessions;
    }

    private static void readClusters(ByteBuffer in, List<BigInteger> sessions, long count, IdCompressor compressor) {
        for (long i = 0; i < count; i++) {
            long session = integer(in, "session of cluster " + i);
            if (session >= sessions.size()) {
                throw new IdCompressorException(
                        "cluster " + i + " names session " + session + " of " + sessions.size());
            }
            compressor.restore(
                    sessions.get((int) session),
                    integer(in, "capacity of cluster " + i),
                    integer(in, "count of cluster " + i));
        }
    }

    private static long integer(ByteBuffer in, String what) {
        double value = in.getDouble();
        if (value != Math.rint(value) || value < 0 || value > IdCompressor.MAX_ID) {
            throw new IdCompressorException("found " + what + " " + value + ", expected a number that is not negative");
        }
        return (long) value;
    }
}
