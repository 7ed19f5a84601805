package dev.sluice.container.batch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/**
 * LZ4 frames as Fluid's clients exchange them (runtime-formats §6.2).
 *
 * <p>Theirs have blocks of up to 4 MiB that refer to content of earlier blocks, and tell neither a size nor a checksum. The
 * frame reader that is used here knows such blocks and keeps 64 KiB of the past; whatever checksums a frame has, it verifies.
 * Frames are written with the very same header, because TypeScript clients read garbage from some others without noticing; the
 * blocks behind it just refer to nothing before them.
 *
 * <p>Pure; safe for use by many threads.
 */
final class Lz4Frame {
    private static final byte[] HEADER = {0x04, 0x22, 0x4D, 0x18, 0x40, 0x70, (byte) 0xDF};
    private static final int MAX_BLOCK_BYTES = 4 << 20;
    private static final int STORED = 1 << 31;
    private static final int COPY_BYTES = 8192;

    // The native library would load code into the application's process for ops that are rare.
    private static final LZ4Compressor COMPRESSOR = LZ4Factory.safeInstance().fastCompressor();

    private Lz4Frame() {}

    /** A frame cannot be read. */
    static class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(String message) {
            super(message);
        }

        FormatException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A frame has more content than allowed. */
    static final class TooLargeException extends FormatException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }

    /**
     * Returns the content of a frame.
     *
     * @param maxBytes how much content to accept; no more memory than about twice that is used
     * @throws TooLargeException if there is more content
     * @throws FormatException if the frame is malformed or truncated
     */
    static byte[] decompress(byte[] frame, long maxBytes) throws FormatException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream in = new FramedLZ4CompressorInputStream(new ByteArrayInputStream(frame))) {
            byte[] buffer = new byte[COPY_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (content.size() + (long) read > maxBytes) {
                    throw new TooLargeException("an LZ4 frame of " + frame.length + " bytes with more than " + maxBytes
                            + " bytes of content");
                }
                content.write(buffer, 0, read);
            }
        } catch (IOException | RuntimeException malformed) {
            // The library answers some malformed input with exceptions of the array access that failed.
            throw new FormatException("a malformed LZ4 frame of " + frame.length + " bytes", malformed);
        }
        return content.toByteArray();
    }

    /** Returns a frame of the content; what does not become smaller is stored as it is. */
    static byte[] compress(byte[] content) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(HEADER);
        for (int from = 0; from < content.length; from += MAX_BLOCK_BYTES) {
            int length = Math.min(MAX_BLOCK_BYTES, content.length - from);
            byte[] block = COMPRESSOR.compress(content, from, length);
            if (block.length < length) {
                writeSize(frame, block.length);
                frame.writeBytes(block);
            } else {
                writeSize(frame, length | STORED);
                frame.write(content, from, length);
            }
        }
        writeSize(frame, 0);
        return frame.toByteArray();
    }

    private static void writeSize(ByteArrayOutputStream frame, int size) {
        frame.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(size)
                .array());
    }
}
