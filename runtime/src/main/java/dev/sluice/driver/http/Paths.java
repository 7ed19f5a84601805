package dev.sluice.driver.http;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.summary.SummaryPath;

/** The paths of a service's routes (SVC §1.5). */
final class Paths {
    private Paths() {}

    static String create(TenantId tenant) {
        return "/documents/" + segment(tenant.value());
    }

    static String session(DocumentKey key) {
        return create(key.tenant()) + "/session/" + segment(key.document().value());
    }

    static String deltas(DocumentKey key, long after, long before) {
        return "/deltas/" + segment(key.tenant().value()) + "/"
                + segment(key.document().value()) + "?from=" + after + "&to=" + before;
    }

    static String commits(DocumentKey key, String branchOrCommit, int count) {
        return repository(key) + "/commits?sha=" + segment(branchOrCommit) + "&count=" + count;
    }

    static String tree(DocumentKey key, String id) {
        return repository(key) + "/git/trees/" + segment(id) + "?recursive=1";
    }

    static String trees(DocumentKey key) {
        return repository(key) + "/git/trees";
    }

    static String blobs(DocumentKey key) {
        return repository(key) + "/git/blobs";
    }

    static String blob(DocumentKey key, String id) {
        return blobs(key) + "/" + segment(id);
    }

    static String summary(DocumentKey key, String version) {
        return repository(key) + "/git/summaries/" + segment(version) + "?disableCache=true";
    }

    static String summaries(DocumentKey key) {
        return repository(key) + "/git/summaries?initial=false";
    }

    static String segment(String plain) {
        return SummaryPath.encode(plain);
    }

    private static String repository(DocumentKey key) {
        return "/repos/" + segment(key.tenant().value());
    }
}
