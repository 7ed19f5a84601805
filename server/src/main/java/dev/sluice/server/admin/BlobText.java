package dev.sluice.server.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A blob as it stands in JSON: as text where it is text. Immutable.
 *
 * @param text the text, or base64
 * @param isBase64 which of the two
 */
record BlobText(String text, boolean isBase64) {
    static BlobText of(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new BlobText(text, false);
        } catch (CharacterCodingException notText) {
            return new BlobText(Base64.getEncoder().encodeToString(bytes), true);
        }
    }
}
