package dev.sluice.server.driver;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.StoreView;
import dev.sluice.server.summary.AppTree;
import dev.sluice.server.summary.TreeLimits;
import dev.sluice.server.summary.TreeReader;
import dev.sluice.server.summary.TreeReader.Located;

/** How much a version is to load. Linear in its entries; reads no blob. */
final class VersionSize {
    private static final String ATTACHMENTS = ".blobs/";

    private VersionSize() {}

    /**
     * Returns the bytes of all blobs of a tree but attachments, which are not loaded with it; content in two places counts twice.
     *
     * @throws dev.sluice.server.summary.UnreadableTreeException if a tree is missing or the limits do not suffice
     */
    static long of(StoreView view, TenantId tenant, GitId tree, TreeLimits limits) {
        long bytes = 0;
        for (Located located : new TreeReader(view, tenant).list(tree, limits)) {
            if (located.entry().type() == GitObjectType.BLOB && !isAttachment(located.path())) {
                bytes += view.object(tenant, located.entry().id())
                        .map(blob -> blob.size())
                        .orElse(0L);
            }
        }
        return bytes;
    }

    private static boolean isAttachment(String path) {
        return path.startsWith(ATTACHMENTS) || path.startsWith(AppTree.NAME + "/" + ATTACHMENTS);
    }
}
