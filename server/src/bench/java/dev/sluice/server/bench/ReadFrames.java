package dev.sluice.server.bench;

import dev.sluice.server.bench.client.OpScanner;
import java.util.Arrays;
import java.util.List;

/**
 * The last op frames that clients of one document received, each scanned once.
 *
 * <p>A service sends the same bytes to every client of a document. Whoever gets a frame first scans it; the others only
 * compare theirs with it, which is an order of magnitude cheaper and as strict: bytes that differ are scanned again.
 *
 * <p>Confined to one thread.
 */
final class ReadFrames {
    /** Enough for all the small frames that one client may be ahead of another by. */
    private static final int MOST_FRAMES = 512;

    private static final int MOST_BYTES = 256 * 1024;

    private final OpScanner scanner = new OpScanner();
    private final Frame[] ring = new Frame[MOST_FRAMES];
    private long oldest;
    private long next;
    private int bytesKept;

    ReadFrames() {
        Arrays.setAll(ring, unused -> new Frame());
    }

    /** What a frame holds, as far as load clients care: its place in the stream, and how far each client's ops came. */
    static final class Frame {
        private static final long NONE = -1;
        private static final byte[] NOTHING = {};

        private byte[] bytes = NOTHING;
        private long ordinal = NONE;
        private int ops;
        private long first;
        private long last;
        private long[] lastBy = {};

        long ordinal() {
            return ordinal;
        }

        int ops() {
            return ops;
        }

        long firstSequenceNumber() {
            return first;
        }

        long lastSequenceNumber() {
            return last;
        }

        /** The client sequence number of the last op here by the client at {@code index}; −1 if there is none. */
        long lastBy(int index) {
            return index < lastBy.length ? lastBy[index] : NONE;
        }

        private boolean holds(byte[] other, int from, int to) {
            return Arrays.equals(bytes, 0, bytes.length, other, from, to);
        }

        private void read(OpScanner scanner, byte[] frame, int from, int to, List<LoadClient> clients) {
            bytes = Arrays.copyOfRange(frame, from, to);
            if (lastBy.length != clients.size()) {
                lastBy = new long[clients.size()];
            }
            Arrays.fill(lastBy, NONE);
            ops = 0;
            int sender = 0;
            scanner.start(frame, from, to);
            while (scanner.next()) {
                place(scanner.sequenceNumber());
                sender = sender(scanner, clients, sender);
                if (sender < clients.size()) {
                    lastBy[sender] = scanner.clientSequenceNumber();
                }
            }
        }

        private void place(long sequenceNumber) {
            if (ops == 0) {
                first = sequenceNumber;
            } else if (sequenceNumber != last + 1) {
                throw new IllegalStateException("op frame goes from sequence number " + last + " to " + sequenceNumber);
            }
            last = sequenceNumber;
            ops++;
        }

        /** Looks first where the op before came from, because batches come whole. */
        private static int sender(OpScanner scanner, List<LoadClient> clients, int likely) {
            if (likely < clients.size() && scanner.isFrom(clients.get(likely).clientId())) {
                return likely;
            }
            int sender = 0;
            while (sender < clients.size()
                    && !scanner.isFrom(clients.get(sender).clientId())) {
                sender++;
            }
            return sender;
        }
    }

    /**
     * Returns what is in {@code bytes[from, to)}.
     *
     * @param likely the ordinal of the frame that these bytes probably equal: the one after the reader's last
     */
    Frame read(byte[] bytes, int from, int to, long likely, List<LoadClient> clients) {
        for (long ordinal = Math.max(likely, oldest); ordinal < next; ordinal++) {
            Frame known = ring[(int) (ordinal % MOST_FRAMES)];
            if (known.holds(bytes, from, to)) {
                return known;
            }
        }
        makeRoom(to - from);
        Frame fresh = ring[(int) (next % MOST_FRAMES)];
        fresh.ordinal = next++;
        fresh.read(scanner, bytes, from, to, clients);
        return fresh;
    }

    private void makeRoom(int length) {
        while (oldest < next && (next - oldest == MOST_FRAMES || bytesKept + length > MOST_BYTES)) {
            Frame forgotten = ring[(int) (oldest++ % MOST_FRAMES)];
            bytesKept -= forgotten.bytes.length;
            forgotten.bytes = Frame.NOTHING;
        }
        bytesKept += length;
    }
}
