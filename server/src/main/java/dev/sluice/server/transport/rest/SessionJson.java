package dev.sluice.server.transport.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Tells clients where a document is served (SVC §1.7). Pure.
 *
 * @param urls what is configured
 */
record SessionJson(ServiceUrls urls) {
    /**
     * Writes a session.
     *
     * @param base where the request came to
     */
    void write(URI base, boolean isOpen, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("ordererUrl", url(urls.orderer(), base));
        json.writeStringField("historianUrl", url(urls.historian(), base));
        json.writeStringField("deltaStreamUrl", url(urls.deltaStream(), base));
        json.writeBooleanField("isSessionAlive", isOpen);
        json.writeBooleanField("isSessionActive", isOpen);
        json.writeEndObject();
    }

    private static String url(Optional<URI> configured, URI base) {
        String text = configured.orElse(base).toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
