package dev.sluice.loader;

import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonObject;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everybody who is connected to a document, readers and writers (runtime-formats §3.4). Best effort, unlike the {@link Quorum}.
 * Confined to its container's thread.
 *
 * @since 0.1
 */
public interface Audience {
    /** Who is connected, by client id, and what each said of itself on connecting. */
    Map<String, JsonObject> clients();

    /** Hears of those who come and go. */
    Registration onChange(Consumer<AudienceChange> listener);

    /**
     * Somebody came or went.
     *
     * @param clientId who
     * @param client what it said of itself
     * @param isPresent whether it came
     */
    record AudienceChange(String clientId, JsonObject client, boolean isPresent) {}
}
