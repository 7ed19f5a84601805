package dev.sluice.agent.recorded;

import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.replay.RecordedSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Compares an upload with a recorded one over the same version: what every blob outside of channels says, byte for byte, which
 * trees are unreferenced, and of every part whether it was written or taken over. What is in channels others compare.
 */
final class SummaryComparison {
    /** Of a part that is a handle into the version before. */
    static final String TAKEN_OVER = "taken over";
    /** Of a part that is there in full. */
    static final String WRITTEN = "written";

    private static final Pattern CHANNEL = Pattern.compile("/\\.channels/[^/]+/\\.channels/[^/]+");

    private SummaryComparison() {}

    /**
     * One difference.
     *
     * @param path where, from the top of the summary
     * @param found what was written here; empty if nothing was
     * @param expected what was recorded; empty if nothing was
     */
    record Difference(String path, String found, String expected) {}

    static List<Difference> of(SummaryTree found, SummaryTree expected, SummaryTree base) {
        List<Difference> differences = new ArrayList<>();
        compare(forms(found), forms(expected), differences);
        differences.addAll(ofContents(found, expected, base));
        return differences;
    }

    /** Compares only what is said, and not how. */
    static List<Difference> ofContents(SummaryTree found, SummaryTree expected, SummaryTree base) {
        List<Difference> differences = new ArrayList<>();
        compare(
                contents(RecordedSummary.materialize(found, base)),
                contents(RecordedSummary.materialize(expected, base)),
                differences);
        return differences;
    }

    private static void compare(Map<String, String> found, Map<String, String> expected, List<Difference> differences) {
        Set<String> paths = new TreeSet<>(found.keySet());
        paths.addAll(expected.keySet());
        for (String path : paths) {
            Difference difference = new Difference(path, found.getOrDefault(path, ""), expected.getOrDefault(path, ""));
            if (!difference.found().equals(difference.expected()) && !isBelowOne(path, differences)) {
                differences.add(difference);
            }
        }
    }

    /** What is in a part that is written on one side only is no difference of its own. */
    private static boolean isBelowOne(String path, List<Difference> differences) {
        return differences.stream().anyMatch(known -> path.startsWith(known.path() + "/"));
    }

    private static Map<String, String> forms(SummaryTree tree) {
        Map<String, String> forms = new TreeMap<>();
        addForms("", tree, forms);
        return forms;
    }

    private static void addForms(String path, SummaryTree tree, Map<String, String> forms) {
        tree.entries().forEach((name, part) -> {
            String at = path + "/" + name;
            if (part instanceof SummaryHandle handle) {
                forms.put(at, handle.target().equals(at) ? TAKEN_OVER : TAKEN_OVER + " from " + handle.target());
            } else {
                forms.put(at, WRITTEN);
            }
            if (part instanceof SummaryTree below && !CHANNEL.matcher(at).matches()) {
                addForms(at, below, forms);
            }
        });
    }

    private static Map<String, String> contents(SummaryTree tree) {
        Map<String, String> contents = new TreeMap<>();
        addContents("", tree, contents);
        return contents;
    }

    private static void addContents(String path, SummaryTree tree, Map<String, String> contents) {
        tree.entries().forEach((name, part) -> {
            String at = path + "/" + name;
            contents.put(at, content(part));
            if (part instanceof SummaryTree below && !CHANNEL.matcher(at).matches()) {
                addContents(at, below, contents);
            }
        });
    }

    private static String content(SummaryObject part) {
        if (part instanceof SummaryTree tree) {
            return tree.unreferenced() ? "unreferenced tree" : "tree";
        }
        return part instanceof SummaryBlob blob ? blob.text().orElseThrow() : part.toString();
    }
}
