package dev.sluice.driver;

import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A version of a document as it is loaded: the application's tree, the quorum, and the ops the service stored with it.
 *
 * <p>Blobs that came with it are at hand; others are fetched when they are read, and not kept. Immutable; safe for use by many
 * threads. Fetched blobs stay available as long as the service keeps the version.
 *
 * @since 0.1
 */
public final class Snapshot {
    private final Version version;
    private final SnapshotTree tree;
    private final ProtocolState protocol;
    private final List<SequencedMessage> logTail;
    private final Map<GitId, byte[]> blobs;
    private final BlobReader reader;

    /**
     * Makes a snapshot.
     *
     * @param version what was loaded
     * @param tree the application's part
     * @param protocol the quorum, and the sequence number everything is as of
     * @param logTail ops after that number, contiguous; possibly none
     * @param blobs content that came along; the arrays must not change any more
     * @param reader fetches the others
     */
    public Snapshot(
            Version version,
            SnapshotTree tree,
            ProtocolState protocol,
            List<SequencedMessage> logTail,
            Map<GitId, byte[]> blobs,
            BlobReader reader) {
        this.version = version;
        this.tree = tree;
        this.protocol = protocol;
        this.logTail = List.copyOf(logTail);
        this.blobs = Map.copyOf(blobs);
        this.reader = reader;
    }

    /** Returns what was loaded. */
    public Version version() {
        return version;
    }

    /** Returns the application's part. */
    public SnapshotTree tree() {
        return tree;
    }

    /** Returns the sequence number of the last op this snapshot includes. */
    public long sequenceNumber() {
        return protocol.sequenceNumber();
    }

    /** Returns the quorum. */
    public ProtocolState protocol() {
        return protocol;
    }

    /** Returns the ops after {@link #sequenceNumber} that came along, in order. */
    public List<SequencedMessage> logTail() {
        return logTail;
    }

    /** Tells whether a blob's content came along, so that reading it asks nothing of the service. */
    public boolean isAtHand(GitId blob) {
        return blobs.containsKey(blob);
    }

    /**
     * Returns the bytes of a blob, in an array of the caller's own; blocks if they did not come along.
     *
     * @throws DriverException if it has to be fetched and cannot be
     */
    public byte[] readBlob(GitId blob) {
        return content(blob).get();
    }

    /**
     * Returns what reads a blob as {@link #readBlob} does. It keeps the blob's bytes in memory if they came along, and nothing else
     * of this snapshot: whoever keeps some of these needs as much memory as what they read.
     */
    public Supplier<byte[]> content(GitId blob) {
        byte[] content = blobs.get(blob);
        BlobReader fetching = reader;
        return content == null ? () -> fetching.read(blob) : content::clone;
    }
}
