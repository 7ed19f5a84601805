package dev.sluice.server.storage;

import dev.sluice.protocol.git.GitObjectType;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A Git object as a view hands it out.
 *
 * @param type the object's type
 * @param size its length in bytes
 * @param content where the bytes are; valid as long as the view
 */
public record StoredObject(GitObjectType type, long size, Content content) {
    /** Where an object's bytes are. */
    public sealed interface Content {
        /**
         * The bytes lie in the store itself.
         *
         * @param bytes read-only, position 0, limit the object's size; valid only as long as the view
         */
        record Inline(ByteBuffer bytes) implements Content {}

        /**
         * The bytes fill a file of their own, which is never changed and outlives the view for as long as the object does.
         *
         * @param path an ordinary file of exactly the object's size
         */
        record InFile(Path path) implements Content {}
    }
}
