package dev.sluice.driver;

/**
 * Gives the tokens that a service wants to see; the application has them made where the tenant's key is. Safe for use by many
 * threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TokenProvider {
    /**
     * Returns a signed token; may block.
     *
     * @throws DriverException if none is to be had
     */
    String token(TokenRequest request);
}
