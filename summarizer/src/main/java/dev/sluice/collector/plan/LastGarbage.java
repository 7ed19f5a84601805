package dev.sluice.collector.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the last plan said of each node that is garbage now, and which nodes are no garbage any more.
 *
 * <p>Both lists are in the order of the graph, so that they are gone through side by side; only where they differ is anything looked
 * up by name. Confined to one plan.
 */
final class LastGarbage {
    private final @Nullable NodePlan[] plans;
    private final Set<String> gone = new HashSet<>();

    private LastGarbage(int size) {
        plans = new NodePlan[size];
    }

    /**
     * Compares.
     *
     * @param unreferenced the nodes that are garbage now
     * @param wasGarbage tells whether a node was garbage at the last run
     * @return nothing if nodes have changed places, so that the lists cannot be compared
     */
    static Optional<LastGarbage> of(CollectionPlan last, List<String> unreferenced, Predicate<String> wasGarbage) {
        LastGarbage garbage = new LastGarbage(unreferenced.size());
        return garbage.compare(last.nodes(), unreferenced, wasGarbage) ? Optional.of(garbage) : Optional.empty();
    }

    private boolean compare(List<NodePlan> last, List<String> unreferenced, Predicate<String> wasGarbage) {
        int at = 0;
        while (at < last.size() && last.get(at).state().sinceMs().isEmpty()) {
            at++;
        }
        for (int i = 0; i < plans.length; i++) {
            String id = unreferenced.get(i);
            boolean isNext = at < last.size() && last.get(at).id().equals(id);
            if (!isNext && wasGarbage.test(id)) {
                while (at < last.size() && !last.get(at).id().equals(id)) {
                    gone.add(last.get(at).id());
                    at++;
                }
                if (at == last.size()) {
                    return false;
                }
                isNext = true;
            }
            if (isNext) {
                plans[i] = last.get(at);
                at++;
            }
        }
        last.subList(at, last.size()).forEach(node -> gone.add(node.id()));
        return true;
    }

    /** Returns what was said of a node, by its place among the unreferenced; nothing if it was none then. */
    @Nullable
    NodePlan plan(int place) {
        return plans[place];
    }

    /** Returns the nodes that were garbage and are not. */
    Set<String> gone() {
        return gone;
    }
}
