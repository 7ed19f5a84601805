package dev.sluice.server.bench.client;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where a service listens and the tenant under which to call it.
 *
 * <p>Immutable.
 */
public record ServiceAddress(String host, int port, String tenant, String secret) {

    /** Returns the address of {@code url}, such as {@code http://localhost:7070}, with Tinylicious' own tenant. */
    public static ServiceAddress of(String url) {
        URI uri = URI.create(url);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException("service address " + url + " is not of the form http://host:port");
        }
        return new ServiceAddress(uri.getHost(), uri.getPort(), "tinylicious", "12345");
    }

    /** Returns the address of a service on this machine, with Tinylicious' own tenant. */
    public static ServiceAddress local(int port) {
        return of("http://127.0.0.1:" + port);
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }

    String authority() {
        return host + ":" + port;
    }
}
