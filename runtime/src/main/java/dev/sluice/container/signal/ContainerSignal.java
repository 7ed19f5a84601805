package dev.sluice.container.signal;

import dev.sluice.protocol.json.JsonValue;

/**
 * A signal of another client or of this one: best effort, unordered with respect to ops. Immutable.
 *
 * @param type what the sender calls it
 * @param content what it says; JSON {@code null} if nothing
 * @param clientId the sender
 * @param isOwn whether this client sent it
 * @param isTargeted whether it was for this client alone
 * @since 0.1
 */
public record ContainerSignal(String type, JsonValue content, String clientId, boolean isOwn, boolean isTargeted) {}
