package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds a listed tree against the recorded one, flat or recursive. */
final class TreeComparison {

    private final Comparison comparison;
    private final Trees trees;

    TreeComparison(Comparison comparison, Trees trees) {
        this.comparison = comparison;
        this.trees = trees;
    }

    void compare(JsonNode recorded, JsonNode got) {
        recorded.path("tree")
                .forEach(entry -> trees.listed(
                        entry.path("sha").asText(), entry.path("path").asText()));
        List<JsonNode> was = comparable(recorded);
        List<JsonNode> is = comparable(got);
        if (was.size() != is.size()) {
            comparison.differ("tree", paths(was).toString(), paths(is).toString());
            return;
        }
        for (int i = 0; i < was.size(); i++) {
            entry("tree[" + i + "]", was.get(i), is.get(i));
        }
        comparison.text(
                "body.sha", recorded.path("sha").asText(), got.path("sha").asText());
        names(got);
        parentsFirst(got);
    }

    private List<JsonNode> comparable(JsonNode tree) {
        return Json.elements(tree.path("tree")).stream()
                .filter(entry -> !comparison.profile().isFreePath(path(entry)))
                .toList();
    }

    private void entry(String path, JsonNode recorded, JsonNode got) {
        boolean freeDetails = comparison.profile().allows(AllowedDifference.FreeTreeDetails.class);
        comparison.text(path + ".path", path(recorded), path(got));
        comparison.equal(path + ".type", recorded.path("type"), got.path("type"));
        if (freeDetails) {
            comparison.equal(path + ".mode", mode(recorded), mode(got));
        } else {
            comparison.equal(path + ".mode", recorded.path("mode"), got.path("mode"));
            comparison.equal(path + ".size", recorded.path("size"), got.path("size"));
            comparison.equal(path + ".url", recorded.path("url"), got.path("url"));
        }
        sha(path + ".sha", recorded, got);
    }

    private void sha(String path, JsonNode recorded, JsonNode got) {
        String was = recorded.path("sha").asText();
        String is = got.path("sha").asText();
        boolean mayDiffer = recorded.path("type").asText().equals("tree") || Trees.isWrittenByService(path(recorded));
        if (mayDiffer) {
            comparison.text(path, was, is);
        } else {
            comparison.equal(path + " of " + path(recorded), comparison.ids().translate(was), is);
        }
    }

    /** Every listed tree has the name that its listed entries give it. */
    private void names(JsonNode got) {
        List<JsonNode> all = Json.elements(got.path("tree"));
        if (new HashSet<>(paths(all)).size() < all.size()) {
            return; // the reference lists some entries of its own summaries twice
        }
        name("", got.path("sha").asText(), all);
        boolean recursive = all.stream().anyMatch(entry -> path(entry).contains("/"));
        if (recursive) {
            all.stream()
                    .filter(entry -> entry.path("type").asText().equals("tree"))
                    .forEach(entry -> name(path(entry) + "/", entry.path("sha").asText(), all));
        }
    }

    private void name(String folder, String sha, List<JsonNode> all) {
        List<GitHash.Entry> entries = all.stream()
                .filter(entry -> path(entry).startsWith(folder) && path(entry).indexOf('/', folder.length()) < 0)
                .map(entry -> new GitHash.Entry(
                        mode(entry),
                        path(entry).substring(folder.length()),
                        entry.path("sha").asText()))
                .toList();
        comparison.equal("sha of tree '" + folder + "'", GitHash.tree(entries), sha);
    }

    private void parentsFirst(JsonNode got) {
        Set<String> seen = new HashSet<>();
        for (JsonNode entry : got.path("tree")) {
            String path = path(entry);
            int slash = path.lastIndexOf('/');
            if (slash > 0 && !seen.contains(path.substring(0, slash))) {
                comparison.differ("tree", "every parent before its children", path);
            }
            seen.add(path);
        }
    }

    private static List<String> paths(List<JsonNode> entries) {
        return entries.stream().map(TreeComparison::path).toList();
    }

    private static String path(JsonNode entry) {
        return entry.path("path").asText();
    }

    private static String mode(JsonNode entry) {
        return entry.path("mode").asText().replaceFirst("^0", "");
    }
}
