package dev.sluice.server.admin;

import dev.sluice.protocol.DocumentKey;

/** How operators write the name of a document: {@code <tenant>/<document>}. */
final class DocumentNames {
    private DocumentNames() {}

    static DocumentKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0) {
            throw AdminException.badRequest("\"" + text + "\" names no document; expected TENANT/DOCUMENT");
        }
        return DocumentKey.of(text.substring(0, slash), text.substring(slash + 1));
    }
}
