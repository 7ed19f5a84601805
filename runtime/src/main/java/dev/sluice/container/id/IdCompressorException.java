package dev.sluice.container.id;

/**
 * A range of ids or a stored compressor breaks a rule, so this client and the others no longer agree on ids: fatal for the
 * document (runtime-formats §5.6).
 *
 * @since 0.1
 */
public final class IdCompressorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdCompressorException(String message) {
        super(message);
    }
}
