package dev.sluice.server.transport.rest;

import dev.sluice.server.config.ServerConfig;
import java.net.URI;
import java.util.Optional;

/**
 * Where clients are told to find the parts of the service (SVC §1.7).
 *
 * <p>What is not configured is taken from the request: clients behind no proxy then come back to where they were. Immutable.
 *
 * @param orderer base of documents and deltas
 * @param historian base of the storage routes
 * @param deltaStream base of the socket
 */
public record ServiceUrls(Optional<URI> orderer, Optional<URI> historian, Optional<URI> deltaStream) {
    /** Nothing is configured: every client is sent back to the host it asked. */
    public static final ServiceUrls FROM_REQUEST =
            new ServiceUrls(Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns one public base for all three. */
    public static ServiceUrls of(URI publicUrl) {
        return new ServiceUrls(Optional.of(publicUrl), Optional.of(publicUrl), Optional.of(publicUrl));
    }

    /** Returns the URLs of a configuration: each its own where it has one, else the public one. */
    public static ServiceUrls of(ServerConfig.Listening config) {
        return new ServiceUrls(
                config.ordererUrl().or(config::publicUrl),
                config.historianUrl().or(config::publicUrl),
                config.deltaStreamUrl().or(config::publicUrl));
    }
}
