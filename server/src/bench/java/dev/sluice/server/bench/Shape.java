package dev.sluice.server.bench;

/**
 * How the clients are spread and how many ops they put in a batch.
 *
 * <p>Immutable.
 */
record Shape(int documents, int clientsPerDocument, int batch) {
    String label() {
        return documents + (documents == 1 ? " document × " : " documents × ") + clientsPerDocument
                + " clients, batches of " + batch;
    }
}
