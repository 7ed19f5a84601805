package dev.sluice.container.batch;

/**
 * The id by which a batch is known however often it is sent (runtime-formats §6.1): {@code client_[number]} after who sent it first,
 * kept as these two so that it need not be written for every batch. Immutable.
 *
 * @param name the client, or the whole id if that is of another form
 * @param number the client sequence number at the batch's start; {@link #NONE} if the id is of another form
 */
record BatchId(String name, long number) {
    private static final long NONE = -1;
    private static final String BEFORE_NUMBER = "_[";

    static BatchId of(RuntimeBatch batch) {
        String given = batch.batchId();
        return given == null ? of(batch.clientId(), batch.startClientSequenceNumber()) : parse(given);
    }

    /** A number that is none of a client's makes a text that only itself can be equal to. */
    private static BatchId of(String clientId, long number) {
        return number < 0 ? new BatchId(RuntimeBatch.idOf(clientId, number), NONE) : new BatchId(clientId, number);
    }

    /** Returns the id of a text; two are equal if their texts are. */
    static BatchId parse(String text) {
        int split = text.lastIndexOf(BEFORE_NUMBER);
        if (split >= 0) {
            BatchId found = new BatchId(text.substring(0, split), number(text, split + BEFORE_NUMBER.length()));
            if (found.number != NONE && found.text().equals(text)) {
                return found;
            }
        }
        return new BatchId(text, NONE);
    }

    private static long number(String text, int start) {
        int end = text.length() - 1;
        boolean isShort = end > start && end - start <= 18;
        return isShort && text.substring(start, end).chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(text, start, end, 10)
                : NONE;
    }

    String text() {
        return number == NONE ? name : RuntimeBatch.idOf(name, number);
    }
}
