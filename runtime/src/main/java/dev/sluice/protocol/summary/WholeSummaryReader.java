package dev.sluice.protocol.summary;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.git.GitId;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole-summary encoding. Members come in any order: current drivers write an entry's value before its path.
 *
 * <p>Confined to one read.
 */
final class WholeSummaryReader {
    private final JsonParser parser;
    private final SummaryBudget budget;

    WholeSummaryReader(JsonParser parser, SummaryLimits limits) {
        this.parser = parser;
        this.budget = new SummaryBudget(limits);
    }

    SummaryTree tree() throws IOException {
        SummaryFields.expect(parser, JsonToken.START_OBJECT, "summary");
        if (value(1) instanceof SummaryTree tree) {
            return tree;
        }
        throw SummaryFormatException.malformed("a summary is a blob; expected a tree");
    }

    SummaryTree root() throws IOException {
        return entries(1).build();
    }

    private SummaryTree.Builder entries(int depth) throws IOException {
        budget.enter(depth);
        SummaryFields.expect(parser, JsonToken.START_ARRAY, "entries");
        SummaryTree.Builder tree = SummaryTree.builder();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            SummaryFields.expect(parser, JsonToken.START_OBJECT, "entries");
            entry(tree, depth);
        }
        return tree;
    }

    private void entry(SummaryTree.Builder tree, int depth) throws IOException {
        Entry entry = new Entry();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "path" -> entry.path = SummaryFields.string(parser, field);
                case "type" -> entry.type = SummaryFields.string(parser, field);
                case "id" ->
                    entry.id =
                            parser.currentToken() == JsonToken.VALUE_NULL ? null : SummaryFields.string(parser, field);
                case "groupId" ->
                    entry.groupId =
                            parser.currentToken() == JsonToken.VALUE_NULL ? null : SummaryFields.string(parser, field);
                case "unreferenced" -> entry.unreferenced = SummaryFields.flag(parser);
                case "value" -> {
                    SummaryFields.expect(parser, JsonToken.START_OBJECT, field);
                    entry.value = value(depth + 1);
                }
                default -> parser.skipChildren();
            }
        }
        String name = entry.name();
        budget.name(name);
        try {
            tree.put(name, entry.part());
        } catch (IllegalArgumentException refused) {
            throw SummaryFormatException.malformed(refused);
        }
    }

    private SummaryObject value(int depth) throws IOException {
        String type = null;
        String encoding = "utf-8";
        String content = null;
        SummaryTree.Builder tree = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "type" -> type = SummaryFields.string(parser, field);
                case "encoding" -> encoding = SummaryFields.string(parser, field);
                case "content" -> content = SummaryFields.string(parser, field);
                case "entries" -> tree = entries(depth);
                default -> parser.skipChildren();
            }
        }
        if (tree != null && !"blob".equals(type)) {
            return tree.build();
        }
        if (content != null && !"tree".equals(type)) {
            return blob(content, encoding);
        }
        throw SummaryFormatException.malformed(
                "a summary's value of type \"" + type + "\" has neither entries nor content to match");
    }

    private SummaryBlob blob(String content, String encoding) throws SummaryFormatException {
        switch (encoding) {
            case "utf-8", "utf8" -> {
                return budget.blob(WellFormedText.utf8(content));
            }
            case "base64" -> {
                try {
                    return budget.blob(Base64.getDecoder().decode(content));
                } catch (IllegalArgumentException notBase64) {
                    throw SummaryFormatException.malformed("a blob's content is not base64: " + notBase64.getMessage());
                }
            }
            default ->
                throw SummaryFormatException.malformed("blob encoding \"" + encoding + "\"; expected utf-8 or base64");
        }
    }

    /** The members of one entry, in whatever order they come. */
    private static final class Entry {
        private @Nullable String path;
        private @Nullable String type;
        private @Nullable String id;
        private @Nullable String groupId;
        private boolean unreferenced;
        private @Nullable SummaryObject value;

        String name() throws SummaryFormatException {
            if (path == null) {
                throw SummaryFormatException.malformed("a summary's entry has no path");
            }
            try {
                return SummaryPath.decode(path);
            } catch (IllegalArgumentException refused) {
                throw SummaryFormatException.malformed(refused);
            }
        }

        SummaryObject part() throws SummaryFormatException {
            SummaryType expected = expectedType();
            if (value == null) {
                return reference(expected);
            }
            if (value.type() != expected) {
                throw SummaryFormatException.malformed(
                        "entry \"" + path + "\" is a " + type + ", but its value is a " + value.type());
            }
            return value instanceof SummaryTree tree ? new SummaryTree(tree.entries(), unreferenced, groupId) : value;
        }

        private SummaryType expectedType() throws SummaryFormatException {
            return switch (type == null ? "" : type) {
                case "tree" -> SummaryType.TREE;
                case "blob" -> SummaryType.BLOB;
                default ->
                    throw SummaryFormatException.malformed(
                            "entry \"" + path + "\" has type \"" + type + "\"; expected tree or blob");
            };
        }

        private SummaryObject reference(SummaryType expected) throws SummaryFormatException {
            if (id == null || id.isEmpty()) {
                throw SummaryFormatException.malformed("entry \"" + path + "\" has neither a value nor a handle");
            }
            return expected == SummaryType.BLOB && GitId.isGitId(id)
                    ? new SummaryAttachment(GitId.parse(id))
                    : new SummaryHandle(id, expected);
        }
    }
}
