package dev.sluice.server.transport.rest;

import dev.sluice.server.storage.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** The bytes of an object, taken out of a view so that they outlive it. */
sealed interface StoredContent {
    /** A copy of bytes that lay in the store itself, and are therefore not many. */
    record Bytes(byte[] bytes) implements StoredContent {}

    /** An open file, which can be read even if the object is collected. The receiver closes it. */
    record OpenFile(FileChannel file, long size) implements StoredContent {}

    /** Takes the bytes out of the view that is open at the moment. Blocking, if they are in a file. */
    static StoredContent of(StoredObject object) {
        if (object.content() instanceof StoredObject.Content.InFile file) {
            try {
                return new OpenFile(FileChannel.open(file.path(), StandardOpenOption.READ), object.size());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        ByteBuffer inline =
                ((StoredObject.Content.Inline) object.content()).bytes().duplicate();
        byte[] copy = new byte[inline.remaining()];
        inline.get(copy);
        return new Bytes(copy);
    }
}
