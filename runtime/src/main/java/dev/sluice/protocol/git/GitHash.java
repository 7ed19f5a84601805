package dev.sluice.protocol.git;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes Git ids: SHA-1 over {@code "<type> <length>\0"} and the bytes (SVC §1.13).
 *
 * <p>The length stands before the bytes, so it must be known when hashing begins. An instance hashes one object and is
 * confined to one thread.
 *
 * @since 0.1
 */
public final class GitHash {
    private final MessageDigest digest;
    private final long length;
    private long seen;

    /**
     * Begins the hash of an object.
     *
     * @param type the object's type
     * @param length the number of bytes that will follow
     */
    public GitHash(GitObjectType type, long length) {
        this.digest = sha1();
        this.length = length;
        digest.update((type.wireName() + " " + length + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the id of an object whose bytes are all at hand. */
    public static GitId of(GitObjectType type, byte[] body) {
        return of(type, ByteBuffer.wrap(body));
    }

    /** Returns the id of an object whose bytes are all at hand; {@code body} is read to its limit. */
    public static GitId of(GitObjectType type, ByteBuffer body) {
        GitHash hash = new GitHash(type, body.remaining());
        hash.update(body);
        return hash.finish();
    }

    /** Adds the next bytes of the object; {@code part} is read to its limit. */
    public void update(ByteBuffer part) {
        seen += part.remaining();
        digest.update(part);
    }

    /**
     * Returns the id.
     *
     * @throws IllegalStateException if not exactly the announced number of bytes was added
     */
    public GitId finish() {
        if (seen != length) {
            throw new IllegalStateException("hashed " + seen + " bytes of an object of " + length);
        }
        return GitId.ofBytes(digest.digest());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-1", missing);
        }
    }
}
