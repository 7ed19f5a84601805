package dev.sluice.server.storage;

import dev.sluice.protocol.TenantId;
import java.util.Random;

/** A store, and what the tests of its promises have in common. */
public interface StoreUnderTest {
    /** Larger than the threshold for files of their own that {@link #open} sets, if the backend has one. */
    int LARGE = 300_000;

    /** Another tenant than the one most tests are about. */
    TenantId OTHER = new TenantId("other");

    /** Returns the store that the test began with. */
    Store store();

    /** Opens an empty store. */
    Store open();

    /** Returns bytes that compress badly and differ by size. */
    static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
