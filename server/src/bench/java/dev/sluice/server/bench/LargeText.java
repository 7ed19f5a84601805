package dev.sluice.server.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.server.bench.client.HttpBody;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * A blob of any size in base64, made up again each time it is written.
 *
 * <p>Its text has letters and digits only, so that it is the same in JSON and in a form; no two blocks are equal.
 *
 * <p>Immutable.
 *
 * @param prefix what stands before the text in the request's body
 * @param suffix what stands behind it
 */
record LargeText(String contentType, String prefix, String suffix, long bytes) implements HttpBody {
    private static final int BLOCK_CHARACTERS = 64 * 1024;
    private static final int BLOCK_BYTES = BLOCK_CHARACTERS / 4 * 3;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    LargeText {
        bytes = bytes / BLOCK_BYTES * BLOCK_BYTES;
    }

    @Override
    public long length() {
        return prefix.length() + blocks() * BLOCK_CHARACTERS + suffix.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(prefix.getBytes(ISO_8859_1));
        byte[] block = block();
        for (long i = 0; i < blocks(); i++) {
            number(block, i);
            out.write(block);
        }
        out.write(suffix.getBytes(ISO_8859_1));
    }

    /** Returns the id under which Git stores the decoded blob. */
    String gitId() {
        return digest("blob " + bytes + "\0");
    }

    /** Returns the SHA-1 digest of the decoded blob. */
    String contentDigest() {
        return digest("");
    }

    private String digest(String header) {
        MessageDigest sha1 = sha1();
        sha1.update(header.getBytes(ISO_8859_1));
        byte[] block = block();
        for (long i = 0; i < blocks(); i++) {
            number(block, i);
            sha1.update(Base64.getDecoder().decode(block));
        }
        return HexFormat.of().formatHex(sha1.digest());
    }

    private long blocks() {
        return bytes / BLOCK_BYTES;
    }

    private static byte[] block() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] block = new byte[BLOCK_CHARACTERS];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return block;
    }

    private static void number(byte[] block, long number) {
        byte[] digits = String.format("%016d", number).getBytes(ISO_8859_1);
        System.arraycopy(digits, 0, block, 0, digits.length);
    }

    static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException("SHA-1 is missing from this JDK", everyJdkHasIt);
        }
    }
}
