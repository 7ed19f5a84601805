package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;

/** The kinds of ops, with their codes (dds-formats §9.3). */
enum OpType {
    INSERT(0),
    REMOVE(1),
    ANNOTATE(2),
    GROUP(3),
    OBLITERATE(4),
    SIDED_OBLITERATE(5);

    private final int code;

    OpType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static OpType of(JsonObject op) {
        int code = Fields.whole(op, "type");
        for (OpType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new MergeTreeException("op type " + code + " is unknown; types are 0 to 5");
    }
}
