package dev.sluice.dds.text;

import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.mergetree.TextContent;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Clients that got the same ops show the same text and the same intervals. */
class SharedStringProps {
    @Property(tries = 1500)
    void dds001_dds006_dds110_anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session<SharedString> random = new Session<>(SharedString.FACTORY, 3, text -> {
            text.insert(0, "detached");
            text.intervals("a").add(1, 3, JsonObject.EMPTY);
        });
        Step.run(random, steps, SharedStringProps::edit, SharedStringProps::view);
    }

    static void edit(SharedString text, Step step) {
        int length = text.length();
        int start = length == 0 ? 0 : step.b() % length;
        int end = Math.min(start + 1 + step.c() % 4, length);
        int act = length == 0 ? 0 : step.a() % 14;
        switch (act) {
            case 0, 1, 2, 3 -> text.insert(step.b() % (length + 1), "abcdefgh".substring(step.c() % 6, 7));
            case 4, 5, 6 -> text.remove(start, end);
            case 7 -> text.annotate(start, end, JsonObject.of("p", JsonValue.of(step.c())));
            case 8 -> text.replace(start, end, "XY");
            case 9 -> text.insertMarker(start, "m" + step.c(), new MarkerContent(1), JsonObject.EMPTY);
            default -> editIntervals(text.intervals("a"), act, start, end - 1, step.c());
        }
    }

    private static void editIntervals(IntervalCollection intervals, int act, int start, int end, int choice) {
        List<Interval> all = intervals.intervals();
        if (act == 10 || all.isEmpty()) {
            intervals.add(start, end, JsonObject.of("n", JsonValue.of(choice)));
            return;
        }
        String id = all.get(choice % all.size()).id();
        if (act == 11) {
            intervals.move(id, start, end);
        } else if (act == 12) {
            JsonValue value = choice % 3 == 0 ? JsonNull.NULL : JsonValue.of(choice);
            intervals.annotate(id, JsonObject.of("n", value));
        } else {
            intervals.remove(id);
        }
    }

    static List<Object> view(SharedString text) {
        List<Object> view = new ArrayList<>();
        text.forEach((content, properties) -> {
            if (content instanceof TextContent run) {
                run.text().chars().forEach(unit -> view.add(unit + properties.toJson()));
            } else {
                view.add(content.toJson(properties).toJson());
            }
        });
        for (String label : text.intervalLabels()) {
            text.intervals(label).intervals().stream()
                    .sorted(Comparator.comparing(Interval::id))
                    .forEach(view::add);
        }
        return view;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }
}
