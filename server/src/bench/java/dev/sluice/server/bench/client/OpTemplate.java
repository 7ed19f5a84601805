package dev.sluice.server.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * A {@code submitOp} message of one batch, encoded up to the numbers that change each time it is sent.
 *
 * <p>Ops of a batch of more than one carry the batch marks that client runtimes put on the first and the last.
 *
 * <p>Immutable.
 */
public final class OpTemplate {
    private static final byte[] BATCH_BEGINS = ",\"metadata\":{\"batch\":true}".getBytes(UTF_8);
    private static final byte[] BATCH_ENDS = ",\"metadata\":{\"batch\":false}".getBytes(UTF_8);
    private static final byte[] OP_ENDS = "}".getBytes(UTF_8);
    private static final byte[] BATCH_CLOSES = "]]]".getBytes(UTF_8);

    private final byte[] opens;
    private final byte[] op;
    private final byte[] reference;
    private final int batch;

    private OpTemplate(byte[] opens, byte[] op, byte[] reference, int batch) {
        this.opens = opens;
        this.op = op;
        this.reference = reference;
        this.batch = batch;
    }

    /**
     * Returns a template for batches of {@code batch} ops that all have the same contents.
     *
     * @param clientId the connection's id, as the service gave it
     * @param contents the op's contents before they are made a JSON string
     */
    public static OpTemplate of(String clientId, String type, String contents, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch of " + batch + " ops, expected at least 1");
        }
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(contents));
        return new OpTemplate(
                ("42[\"submitOp\",\"" + clientId + "\",[[").getBytes(UTF_8),
                ("{\"contents\":\"" + quoted + "\",\"type\":\"" + type + "\",\"clientSequenceNumber\":")
                        .getBytes(UTF_8),
                ",\"referenceSequenceNumber\":".getBytes(UTF_8),
                batch);
    }

    public int batch() {
        return batch;
    }

    /**
     * Replaces what {@code message} holds by one batch.
     *
     * @param firstClientSequenceNumber of the batch's first op; the others count up from it
     * @param referenceSequenceNumber the last sequence number that the sender has seen
     */
    public MessageBuffer fill(MessageBuffer message, long firstClientSequenceNumber, long referenceSequenceNumber) {
        message.clear().append(opens);
        for (int i = 0; i < batch; i++) {
            if (i > 0) {
                message.append(',');
            }
            message.append(op).append(firstClientSequenceNumber + i);
            message.append(reference).append(referenceSequenceNumber);
            if (batch > 1 && i == 0) {
                message.append(BATCH_BEGINS);
            } else if (batch > 1 && i == batch - 1) {
                message.append(BATCH_ENDS);
            }
            message.append(OP_ENDS);
        }
        return message.append(BATCH_CLOSES);
    }
}
