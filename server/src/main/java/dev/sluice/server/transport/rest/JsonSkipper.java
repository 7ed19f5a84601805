package dev.sluice.server.transport.rest;

import java.nio.ByteBuffer;

/** Skips a JSON value that is not a string: a number, a literal, an object or an array. Confined to one body. */
final class JsonSkipper {
    private final int maxDepth;
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** Creates a skipper of values in an object that may be nested so deeply, the object itself included. */
    JsonSkipper(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    void begin() {
        depth = 0;
        inString = false;
        escaped = false;
    }

    /** Skips on; returns whether the value has ended, and then leaves what ended it unread. */
    boolean accept(ByteBuffer json) {
        while (json.hasRemaining()) {
            byte next = json.get();
            if (inString) {
                inString = escaped || next != '"';
                escaped = !escaped && next == '\\';
            } else if (next == '"' && depth > 0) {
                inString = true;
            } else if (next == '{' || next == '[') {
                deeper();
            } else if (depth > 0 && (next == '}' || next == ']')) {
                if (--depth == 0) {
                    return true;
                }
            } else if (depth == 0 && (next == ',' || next == '}' || next == ']' || next == '"')) {
                json.position(json.position() - 1);
                return true;
            }
        }
        return false;
    }

    private void deeper() {
        if (++depth >= maxDepth) {
            throw RestException.tooDeep(maxDepth);
        }
    }
}
