package dev.sluice.driver;

import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a service says when it lets a client in (SVC §3.4). Immutable.
 *
 * @param clientId this connection's name, new for each
 * @param mode what was given
 * @param scopes what the token allows
 * @param claims all the token says
 * @param configuration how the service wants to be used
 * @param initialClients who else is connected, readers included
 * @param initialMessages ops that came with the answer; normally none
 * @param initialSignals signals that came with the answer; normally none
 * @param version the protocol version agreed on
 * @param targetedSignals whether signals have types, numbers and targets
 * @param checkpointSequenceNumber about where the document is, if the service says so
 * @param timestampMs the service's clock
 * @since 0.1
 */
public record ConnectedDetails(
        String clientId,
        ConnectionMode mode,
        Set<String> scopes,
        RawJson claims,
        ServiceConfiguration configuration,
        List<ConnectedClient> initialClients,
        List<SequencedMessage> initialMessages,
        List<Signal> initialSignals,
        String version,
        boolean targetedSignals,
        OptionalLong checkpointSequenceNumber,
        long timestampMs) {
    private static final String PROTOCOL = "^0.4.0";

    /** Makes one of copies of the collections. */
    public ConnectedDetails {
        scopes = Set.copyOf(scopes);
        initialClients = List.copyOf(initialClients);
        initialMessages = List.copyOf(initialMessages);
        initialSignals = List.copyOf(initialSignals);
    }

    /**
     * Returns the details of a connection to a service in this process: it speaks this client's protocol, and nothing comes with the
     * answer.
     *
     * @param sequenceNumber about where the document is
     */
    public static ConnectedDetails inProcess(
            String clientId,
            ConnectionMode mode,
            Set<String> scopes,
            RawJson claims,
            List<ConnectedClient> initialClients,
            long sequenceNumber,
            long timestampMs) {
        return new ConnectedDetails(
                clientId,
                mode,
                scopes,
                claims,
                ServiceConfiguration.DEFAULTS,
                initialClients,
                List.of(),
                List.of(),
                PROTOCOL,
                true,
                OptionalLong.of(sequenceNumber),
                timestampMs);
    }

    /**
     * Another connection to the same document.
     *
     * @param clientId its name
     * @param client what it tells about itself
     */
    public record ConnectedClient(String clientId, RawJson client) {}
}
