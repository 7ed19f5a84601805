package dev.sluice.driver.http;

import java.net.URI;

/**
 * Where the parts of a service are; each is an {@code http} or {@code https} address without query, such as {@code
 * http://localhost:7070}. Immutable.
 *
 * @param orderer documents and op logs
 * @param storage versions and blobs
 * @param deltaStream the live stream
 * @since 0.1
 */
public record ServiceEndpoints(URI orderer, URI storage, URI deltaStream) {
    /** Checks the addresses and cuts a slash at their end. */
    public ServiceEndpoints {
        orderer = checked(orderer);
        storage = checked(storage);
        deltaStream = checked(deltaStream);
    }

    /** Returns the endpoints of a service that has everything at one address. */
    public static ServiceEndpoints of(URI base) {
        return new ServiceEndpoints(base, base, base);
    }

    /** Returns these with the hosts a session names; paths and schemes of REST addresses stay (SVC §1.1). */
    ServiceEndpoints movedTo(URI ordererHost, URI storageHost, URI stream) {
        return new ServiceEndpoints(withHost(orderer, ordererHost), withHost(storage, storageHost), stream);
    }

    private static URI withHost(URI address, URI host) {
        return URI.create(address.getScheme() + "://" + host.getRawAuthority() + address.getRawPath());
    }

    private static URI checked(URI address) {
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException("\"" + address + "\" is not an http or https address with a host");
        }
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
    }
}
