package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Walks the ops of one {@code 42["op","document",[…]]} frame in the bytes that arrived.
 *
 * <p>Only the fields that place an op in the stream are read; contents are stepped over. The frame must be JSON without
 * white space between its tokens, as both {@code JSON.stringify} and this project's server write it.
 *
 * <pre>{@code
 * scanner.start(bytes, from, to);
 * while (scanner.next()) {
 *     last = scanner.sequenceNumber();
 * }
 * }</pre>
 *
 * <p>Confined to one thread; what it returns holds until the next call of {@link #next} or {@link #start}.
 */
public final class OpScanner {
    /** What every frame that carries ops begins with. */
    static final byte[] PREFIX = "42[\"op\",\"".getBytes(ISO_8859_1);

    private static final byte[] CLIENT_ID = "clientId".getBytes(ISO_8859_1);
    private static final byte[] CLIENT_SEQUENCE_NUMBER = "clientSequenceNumber".getBytes(ISO_8859_1);
    private static final byte[] SEQUENCE_NUMBER = "sequenceNumber".getBytes(ISO_8859_1);
    private static final byte[] MINIMUM_SEQUENCE_NUMBER = "minimumSequenceNumber".getBytes(ISO_8859_1);
    private static final byte[] TYPE = "type".getBytes(ISO_8859_1);

    private byte[] bytes = {};
    private int at;
    private int end;

    private int opFrom;
    private int clientIdFrom;
    private int clientIdTo;
    private int typeFrom;
    private int typeTo;
    private long clientSequenceNumber;
    private long sequenceNumber;
    private long minimumSequenceNumber;

    /** Begins at the first op of the frame in {@code bytes[from, to)}. */
    public void start(byte[] frame, int from, int to) {
        bytes = frame;
        end = to;
        at = from;
        if (to - from < PREFIX.length || !Arrays.equals(frame, from, from + PREFIX.length, PREFIX, 0, PREFIX.length)) {
            throw malformed("42[\"op\",\"");
        }
        at = skipString(from + PREFIX.length - 1);
        expect(',');
        expect('[');
    }

    /** Moves to the next op; false after the last. */
    public boolean next() {
        if (at < end && bytes[at] == ',') {
            at++;
        }
        if (at < end && bytes[at] == ']') {
            return false;
        }
        clientIdFrom = 0;
        clientIdTo = 0;
        typeFrom = 0;
        typeTo = 0;
        clientSequenceNumber = -1;
        sequenceNumber = -1;
        minimumSequenceNumber = -1;
        opFrom = at;
        expect('{');
        while (at < end && bytes[at] != '}') {
            member();
        }
        expect('}');
        return true;
    }

    /** Where the current op begins in the frame, at its opening brace. */
    public int from() {
        return opFrom;
    }

    /** Where the current op ends in the frame, after its closing brace. */
    public int to() {
        return at;
    }

    /** Whether the current op was sent by {@code clientId}; false for system ops, which no client sends. */
    public boolean isFrom(byte[] clientId) {
        return clientIdFrom < clientIdTo
                && Arrays.equals(bytes, clientIdFrom, clientIdTo, clientId, 0, clientId.length);
    }

    /** The sender's id, empty for system ops. */
    public String clientId() {
        return new String(bytes, clientIdFrom, clientIdTo - clientIdFrom, ISO_8859_1);
    }

    public String type() {
        return new String(bytes, typeFrom, typeTo - typeFrom, ISO_8859_1);
    }

    public long clientSequenceNumber() {
        return clientSequenceNumber;
    }

    public long sequenceNumber() {
        return sequenceNumber;
    }

    public long minimumSequenceNumber() {
        return minimumSequenceNumber;
    }

    private void member() {
        int keyFrom = at + 1;
        at = skipString(at);
        int keyTo = at - 1;
        expect(':');
        switch (keyTo - keyFrom) {
            case 4 -> type(keyFrom);
            case 8 -> clientId(keyFrom);
            case 14 -> sequenceNumber = integer(keyFrom, SEQUENCE_NUMBER, sequenceNumber);
            case 20 -> clientSequenceNumber = integer(keyFrom, CLIENT_SEQUENCE_NUMBER, clientSequenceNumber);
            case 21 -> minimumSequenceNumber = integer(keyFrom, MINIMUM_SEQUENCE_NUMBER, minimumSequenceNumber);
            default -> skipValue();
        }
        if (at < end && bytes[at] == ',') {
            at++;
        }
    }

    private void type(int keyFrom) {
        int valueFrom = at;
        skipValue();
        if (bytes[valueFrom] == '"' && isKey(keyFrom, TYPE)) {
            typeFrom = valueFrom + 1;
            typeTo = at - 1;
        }
    }

    private void clientId(int keyFrom) {
        int valueFrom = at;
        skipValue();
        if (bytes[valueFrom] == '"' && isKey(keyFrom, CLIENT_ID)) {
            clientIdFrom = valueFrom + 1;
            clientIdTo = at - 1;
        }
    }

    /** Returns the value, or {@code otherwise} if the member is another one whose name is as long. */
    private long integer(int keyFrom, byte[] key, long otherwise) {
        if (isKey(keyFrom, key)) {
            return integer();
        }
        skipValue();
        return otherwise;
    }

    private boolean isKey(int keyFrom, byte[] key) {
        return Arrays.equals(bytes, keyFrom, keyFrom + key.length, key, 0, key.length);
    }

    private long integer() {
        int from = at;
        boolean positive = bytes[at] != '-';
        if (!positive) {
            at++;
        }
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at++] - '0');
        }
        if (at == from) {
            throw malformed("an integer");
        }
        return positive ? value : -value;
    }

    private void skipValue() {
        if (at >= end) {
            throw malformed("a value");
        }
        switch (bytes[at]) {
            case '"' -> at = skipString(at);
            case '{', '[' -> skipNested();
            default -> skipLiteral();
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            switch (bytes[at]) {
                case '"' -> at = skipString(at);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0 && at < end);
    }

    private void skipLiteral() {
        while (at < end && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') {
            at++;
        }
    }

    /** Returns the place after the string whose opening quote is at {@code quote}. */
    private int skipString(int quote) {
        byte[] b = bytes;
        int limit = end;
        int i = quote + 1;
        while (i < limit) {
            byte c = b[i++];
            if (c == '"') {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        throw malformed("the end of a string");
    }

    private void expect(char token) {
        if (at >= end || bytes[at] != token) {
            throw malformed("'" + token + "'");
        }
        at++;
    }

    private IllegalArgumentException malformed(String expected) {
        int shown = Math.min(end, at + 60);
        String found = at < shown ? new String(bytes, at, shown - at, ISO_8859_1) : "the end of the frame";
        return new IllegalArgumentException("op frame holds " + found + " where " + expected + " was expected");
    }
}
