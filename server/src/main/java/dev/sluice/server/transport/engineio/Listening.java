package dev.sluice.server.transport.engineio;

import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a session's listener, each time as the session's context, and keeps what it throws from whoever called.
 *
 * <p>Confined to the session's event loop.
 */
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final String sessionId;
    private final ContextInternal context;
    private @Nullable SessionListener listener;

    Listening(String sessionId, ContextInternal context) {
        this.sessionId = sessionId;
        this.context = context;
    }

    /** Asks for the listener of a session that was just opened; tells whether there is one. */
    boolean open(EngineSession session, SessionListener.Factory listeners) {
        ContextInternal previous = context.beginDispatch();
        try {
            listener = listeners.opened(session);
            return true;
        } catch (RuntimeException e) {
            LOG.error("session {} could not be opened; it ends", sessionId, e);
            return false;
        } finally {
            context.endDispatch(previous);
        }
    }

    /** Hands a message on; tells whether it was handled. */
    boolean message(byte[] array, int offset, int length) {
        SessionListener receiver = listener;
        if (receiver == null) {
            return true;
        }
        ContextInternal previous = context.beginDispatch();
        try {
            receiver.message(array, offset, length);
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("session {}: a message could not be handled; the session ends", sessionId, e);
            return false;
        } finally {
            context.endDispatch(previous);
        }
    }

    /** Tells of the end; returns the last packet for the client, if there is to be one. */
    @Nullable
    OutboundPacket closed(CloseReason reason) {
        SessionListener receiver = listener;
        if (receiver == null) {
            return null;
        }
        ContextInternal previous = context.beginDispatch();
        try {
            return receiver.closed(reason).orElse(null);
        } catch (RuntimeException e) {
            LOG.error("session {}: its end could not be handled", sessionId, e);
            return null;
        } finally {
            context.endDispatch(previous);
        }
    }
}
