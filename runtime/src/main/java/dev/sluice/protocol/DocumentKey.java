package dev.sluice.protocol;

/**
 * What names a document across the whole service.
 *
 * <p>Immutable.
 *
 * @param tenant the owner
 * @param document the document's name inside the tenant
 * @since 0.1
 */
public record DocumentKey(TenantId tenant, DocumentId document) {
    /**
     * Names a document by plain strings.
     *
     * @throws IllegalArgumentException if either is not an acceptable name
     */
    public static DocumentKey of(String tenant, String document) {
        return new DocumentKey(new TenantId(tenant), new DocumentId(document));
    }

    @Override
    public String toString() {
        return tenant + "/" + document;
    }
}
