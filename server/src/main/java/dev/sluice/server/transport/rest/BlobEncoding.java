package dev.sluice.server.transport.rest;

/** How the bytes of a blob stand in JSON. */
enum BlobEncoding {
    UTF8,
    BASE64;

    /**
     * Returns the encoding of the given name.
     *
     * @throws RestException if there is none
     */
    static BlobEncoding named(String name) {
        return switch (name) {
            case "utf-8", "utf8" -> UTF8;
            case "base64" -> BASE64;
            default -> throw RestException.badRequest("the blob's encoding is not utf-8 or base64");
        };
    }
}
