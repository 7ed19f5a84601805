package dev.sluice.driver.http;

import dev.sluice.driver.TokenRequest.Surface;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where one document's session is: asked for when it was not asked for in 5 minutes (SVC §1.7). Safe for use by many threads. */
final class SessionLocator implements Supplier<ServiceEndpoints> {
    private static final Duration VALID = Duration.ofMinutes(5);

    private final DocumentKey key;
    private final HttpOptions options;
    private final Rest rest;
    private @Nullable ServiceEndpoints found;
    private long foundAtNanos;

    SessionLocator(DocumentKey key, HttpClient client, HttpOptions options, Tokens tokens) {
        this.key = key;
        this.options = options;
        this.rest = new Rest(client, options, options::endpoints, tokens);
    }

    @Override
    public synchronized ServiceEndpoints get() {
        if (!options.has(HttpFeature.DISCOVERY)) {
            return options.endpoints();
        }
        ServiceEndpoints known = found;
        if (known == null || System.nanoTime() - foundAtNanos > VALID.toNanos()) {
            known = rest.call(
                    RestCall.get(Surface.ORDERER, Paths.session(key)), body -> endpoints(Answers.value(body)));
            found = known;
            foundAtNanos = System.nanoTime();
        }
        return known;
    }

    /** Asks again next time: the session did not answer where it was said to be. */
    synchronized void forget() {
        found = null;
    }

    private ServiceEndpoints endpoints(JsonValue answer) {
        JsonObject session = answer.asObject().orElseThrow(() -> Answers.unexpected("a session", answer));
        URI orderer = uri(session, "ordererUrl", options.endpoints().orderer());
        URI storage = uri(session, "historianUrl", options.endpoints().storage());
        URI stream = uri(session, "deltaStreamUrl", orderer);
        try {
            return options.endpoints().movedTo(orderer, storage, stream);
        } catch (IllegalArgumentException malformed) {
            throw Answers.unexpected("a session with absolute addresses", answer);
        }
    }

    private static URI uri(JsonObject session, String name, URI otherwise) {
        String text = session.string(name).filter(given -> !given.isEmpty()).orElse("");
        try {
            URI uri = text.isEmpty() ? otherwise : URI.create(text);
            if (uri.getRawAuthority() == null) {
                throw Answers.unexpected("an absolute address as " + name, session);
            }
            return uri;
        } catch (IllegalArgumentException malformed) {
            throw Answers.unexpected("an address as " + name, session);
        }
    }
}
