package dev.sluice.server.transport.rest;

import dev.sluice.server.config.Limit;
import dev.sluice.server.storage.BlobSpool;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of an uploaded blob and yields its bytes, in bounded memory.
 *
 * <p><b>Problem.</b> Clients write {@code {"content":…,"encoding":…}}: a gigabyte goes by before it is known whether it was
 * text or base64.
 *
 * <p><b>Approach.</b> The first {@value #MEMORY_BYTES} bytes of text wait in memory; most blobs end there. If more comes and
 * all of it so far is base64 in whole groups of four, only the decoded bytes go to a spool; else the text goes as it is. Such
 * text can be had back from its bytes by encoding them, so nothing is lost if it turns out to be text after all: a long run of
 * letters, say. That is so rare that its cost does not matter, but the result must be right; {@link Rewind} does it. Text that
 * has gone to a spool as text cannot become base64: it had a character that base64 does not have.
 *
 * <p>Base64 is read strictly: the alphabet of RFC 4648 §4, padding at the end or none. Blocking. Confined to one upload.
 */
final class BlobContent implements AutoCloseable {
    /** What is held before anything is spooled. */
    static final int MEMORY_BYTES = 256 * 1024;

    private static final int GROUP = 4;
    private static final boolean[] BASE64 = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                .chars()
                .forEach(c -> BASE64[c] = true);
    }

    private final Supplier<BlobSpool> spools;
    private final Rewind rewind;
    private final long maxBytes;
    private GatheredBytes memory = new GatheredBytes(0);
    private State state = State.MEMORY;
    private @Nullable BlobSpool spool;
    private byte[] tail = new byte[0];

    /** Where the text goes. */
    private enum State {
        /** Into memory, undecoded. */
        MEMORY,
        /** Decoded into the spool; an incomplete or padded last group waits in the tail. */
        BASE64,
        /** Into the spool as it is. */
        TEXT
    }

    /** Gives back what was written to a spool. */
    @FunctionalInterface
    interface Rewind {
        /** Hands all bytes of an open spool to {@code sink} and disposes of the spool. */
        void replay(BlobSpool spool, BodySink sink);
    }

    /** The bytes of a blob. */
    sealed interface Result {
        /** They are few. */
        record InMemory(byte[] bytes) implements Result {}

        /** They are in a spool, not sealed yet; the receiver closes it. */
        record Spooled(BlobSpool spool) implements Result {}
    }

    BlobContent(Supplier<BlobSpool> spools, Rewind rewind, long maxBytes) {
        this.spools = spools;
        this.rewind = rewind;
        this.maxBytes = maxBytes;
    }

    /** Takes the next piece of text, as UTF-8. */
    void accept(ByteBuffer text) {
        switch (state) {
            case MEMORY -> toMemory(text);
            case BASE64 -> toBase64(text);
            case TEXT -> toSpool(text);
        }
    }

    /** Ends the text and returns what it stands for. */
    Result finish(BlobEncoding encoding) {
        if (state == State.MEMORY) {
            byte[] text = memory.toArray();
            byte[] bytes = encoding == BlobEncoding.BASE64 ? decode(text, text.length) : text;
            requireFits(bytes.length);
            return new Result.InMemory(bytes);
        }
        if (encoding == BlobEncoding.BASE64) {
            if (state == State.TEXT) {
                throw notBase64();
            }
            toSpool(ByteBuffer.wrap(decode(tail, tail.length)));
        } else if (state == State.BASE64) {
            becomeText();
        }
        BlobSpool done = openSpool();
        spool = null;
        return new Result.Spooled(done);
    }

    @Override
    public void close() {
        if (spool != null) {
            spool.close();
            spool = null;
        }
    }

    private void toMemory(ByteBuffer text) {
        if (memory.size() + text.remaining() <= MEMORY_BYTES) {
            memory.accept(text);
            return;
        }
        ByteBuffer held = memory.view();
        memory = new GatheredBytes(0);
        state = State.BASE64;
        accept(held);
        accept(text);
    }

    private void toBase64(ByteBuffer text) {
        byte[] all = joined(text);
        int plain = plainPrefix(all);
        int whole = plain - plain % GROUP;
        if (!mayEndBase64(all, whole)) {
            tail = all;
            becomeText();
            return;
        }
        toSpool(ByteBuffer.wrap(decode(all, whole)));
        tail = Arrays.copyOfRange(all, whole, all.length);
    }

    private byte[] joined(ByteBuffer text) {
        byte[] all = Arrays.copyOf(tail, tail.length + text.remaining());
        text.get(all, tail.length, text.remaining());
        return all;
    }

    private static int plainPrefix(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] < 0 || !BASE64[text[i]]) {
                return i;
            }
        }
        return text.length;
    }

    /** Tells whether what follows the whole groups could be the last group: at most four, digits and then padding. */
    private static boolean mayEndBase64(byte[] text, int from) {
        if (text.length - from > GROUP) {
            return false;
        }
        boolean padding = false;
        for (int i = from; i < text.length; i++) {
            if (text[i] == '=') {
                padding = true;
            } else if (padding || text[i] < 0 || !BASE64[text[i]]) {
                return false;
            }
        }
        return true;
    }

    private void becomeText() {
        BlobSpool decoded = spool;
        byte[] rest = tail;
        tail = new byte[0];
        state = State.TEXT;
        spool = null;
        if (decoded != null) {
            Base64Encoding encoding = new Base64Encoding(this::toSpool);
            rewind.replay(decoded, encoding);
            encoding.end();
        }
        toSpool(ByteBuffer.wrap(rest));
    }

    private void toSpool(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            BlobSpool open = openSpool();
            requireFits(open.size() + bytes.remaining());
            open.write(bytes);
        }
    }

    private BlobSpool openSpool() {
        if (spool == null) {
            spool = spools.get();
        }
        return spool;
    }

    private void requireFits(long bytes) {
        if (bytes > maxBytes) {
            throw RestException.tooLarge(Limit.BLOB_BYTES, "the blob is over " + maxBytes + " bytes");
        }
    }

    private static byte[] decode(byte[] text, int length) {
        try {
            return Base64.getDecoder().decode(length == text.length ? text : Arrays.copyOf(text, length));
        } catch (IllegalArgumentException malformed) {
            throw notBase64();
        }
    }

    private static RestException notBase64() {
        return RestException.badRequest("the blob's content is not base64");
    }
}
