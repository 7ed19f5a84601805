package dev.sluice.protocol.git;

/**
 * The kinds of Git objects the service stores.
 *
 * @since 0.1
 */
public enum GitObjectType {
    /** Bytes without structure. */
    BLOB("blob", (byte) 1),
    /** A sorted list of named entries. */
    TREE("tree", (byte) 2),
    /** A version of a document: a tree and its parents. */
    COMMIT("commit", (byte) 3);

    private final String wireName;
    private final byte code;

    GitObjectType(String wireName, byte code) {
        this.wireName = wireName;
        this.code = code;
    }

    /** Returns the name that takes part in the hash and stands in JSON. */
    public String wireName() {
        return wireName;
    }

    /** Returns the code under which stores keep the type; it never changes. */
    public byte code() {
        return code;
    }

    /**
     * Returns the type with the given stored code.
     *
     * @throws IllegalArgumentException if no type has it
     */
    public static GitObjectType ofCode(byte code) {
        for (GitObjectType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("Git object type code " + code + "; expected 1 to 3");
    }
}
