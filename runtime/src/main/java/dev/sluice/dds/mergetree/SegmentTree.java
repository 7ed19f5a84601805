package dev.sluice.dds.mergetree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The segments in order, as the leaves of a B-tree. Mutable.
 *
 * <p>Problem: positions are counted differently by every observer. Approach: a block caches its length as this client sees it
 * and as sequenced changes make it, with the greatest sequence number below and who caused it. An observer that has seen all
 * changes below a block takes a cached length; only into blocks with changes it has not seen does it descend. The cost of
 * a look-up is thus logarithmic in the number of segments, plus as much for each segment changed since the observer's
 * reference sequence number by others than itself: what is concurrent costs, not the length of the text, nor that of the
 * collaboration window.
 *
 * <p>Whoever changes a segment's content, insert or removes calls {@link #changed}.
 */
final class SegmentTree {
    private static final int MIN = Block.MAX / 4;

    private Node root = new Block();

    /** A unit of a segment. */
    record Location(Segment segment, int offset) {}

    int length(Perspective perspective) {
        return perspective.length(root);
    }

    /** Returns the unit at a position, or {@code null} behind the last. */
    @Nullable
    Location locate(int position, Perspective perspective) {
        Node node = root;
        int remaining = position;
        if (remaining < 0 || remaining >= perspective.length(root)) {
            return null;
        }
        while (node instanceof Block block) {
            int i = 0;
            int length = perspective.length(block.child(0));
            while (remaining >= length) {
                remaining -= length;
                i++;
                length = perspective.length(block.child(i));
            }
            node = block.child(i);
        }
        return new Location((Segment) node, remaining);
    }

    /** Returns how much an observer sees before a segment. */
    int position(Segment segment, Perspective perspective) {
        int position = 0;
        Node node = segment;
        for (Block parent = node.parent; parent != null; parent = node.parent) {
            for (int i = 0; parent.child(i) != node; i++) {
                position += perspective.length(parent.child(i));
            }
            node = parent;
        }
        return position;
    }

    /** Tells whether {@code first} is before {@code second}. */
    boolean precedes(Segment first, Segment second) {
        List<Integer> one = path(first);
        List<Integer> other = path(second);
        for (int i = 1; i <= one.size(); i++) {
            int order = Integer.compare(one.get(one.size() - i), other.get(other.size() - i));
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    private static List<Integer> path(Segment segment) {
        List<Integer> path = new ArrayList<>();
        Node node = segment;
        for (Block parent = node.parent; parent != null; parent = node.parent) {
            path.add(parent.indexOf(node));
            node = parent;
        }
        return path;
    }

    @Nullable
    Segment first() {
        Node node = root;
        while (node instanceof Block block) {
            if (block.count == 0) {
                return null;
            }
            node = block.child(0);
        }
        return (Segment) node;
    }

    @Nullable
    Segment next(Segment segment) {
        return step(segment, null, 1);
    }

    @Nullable
    Segment previous(Segment segment) {
        return step(segment, null, -1);
    }

    /** Returns the nearest segment behind this one that an observer sees. */
    @Nullable
    Segment nextSeen(Segment segment, Perspective perspective) {
        return step(segment, perspective, 1);
    }

    /** Returns the nearest segment before this one that an observer sees. */
    @Nullable
    Segment previousSeen(Segment segment, Perspective perspective) {
        return step(segment, perspective, -1);
    }

    private static @Nullable Segment step(Segment from, @Nullable Perspective perspective, int direction) {
        Node node = from;
        for (Block parent = node.parent; parent != null; parent = node.parent) {
            for (int i = parent.indexOf(node) + direction; i >= 0 && i < parent.count; i += direction) {
                if (perspective == null || perspective.length(parent.child(i)) > 0) {
                    return descend(parent.child(i), perspective, direction);
                }
            }
            node = parent;
        }
        return null;
    }

    private static Segment descend(Node from, @Nullable Perspective perspective, int direction) {
        Node node = from;
        while (node instanceof Block block) {
            int i = direction > 0 ? 0 : block.count - 1;
            while (perspective != null && perspective.length(block.child(i)) == 0) {
                i += direction;
            }
            node = block.child(i);
        }
        return (Segment) node;
    }

    void forEach(Consumer<Segment> consumer) {
        for (Segment segment = first(); segment != null; segment = next(segment)) {
            consumer.accept(segment);
        }
    }

    /** Inserts before a segment, or at the end. */
    void insertBefore(@Nullable Segment next, Segment segment) {
        if (next != null && next.parent != null) {
            insert(next.parent, next.parent.indexOf(next), segment);
            return;
        }
        Node last = root;
        while (last instanceof Block block && block.count > 0 && block.child(0) instanceof Block) {
            last = block.child(block.count - 1);
        }
        Block block = (Block) last;
        insert(block, block.count, segment);
    }

    void insertAfter(Segment previous, Segment segment) {
        Block parent = parentOf(previous);
        insert(parent, parent.indexOf(previous) + 1, segment);
    }

    private void insert(Block parent, int index, Node node) {
        parent.add(index, node);
        if (parent.count > Block.MAX) {
            split(parent);
        } else {
            refreshUp(parent);
        }
    }

    private void split(Block block) {
        Block tail = new Block();
        block.moveTail(block.count / 2, tail);
        block.refresh();
        tail.refresh();
        Block parent = block.parent;
        if (parent == null) {
            Block top = new Block();
            top.add(0, block);
            root = top;
            parent = top;
        }
        insert(parent, parent.indexOf(block) + 1, tail);
    }

    void remove(Segment segment) {
        Block parent = parentOf(segment);
        parent.remove(parent.indexOf(segment));
        segment.parent = null;
        shrink(parent);
    }

    private void shrink(Block block) {
        Block parent = block.parent;
        if (parent == null) {
            block.refresh();
            if (block.count == 1 && block.child(0) instanceof Block only) {
                only.parent = null;
                root = only;
            }
            return;
        }
        int index = parent.indexOf(block);
        if (block.count == 0) {
            parent.remove(index);
            shrink(parent);
        } else if (block.count < MIN && mergeInto(parent, index)) {
            shrink(parent);
        } else {
            refreshUp(block);
        }
    }

    private static boolean mergeInto(Block parent, int index) {
        int left = index > 0 ? index - 1 : index;
        if (left + 1 >= parent.count) {
            return false;
        }
        Block first = (Block) parent.child(left);
        Block second = (Block) parent.child(left + 1);
        if (first.count + second.count > Block.MAX) {
            return false;
        }
        second.moveTail(0, first);
        parent.remove(left + 1);
        first.refresh();
        return true;
    }

    /** Takes note that a segment changed. */
    void changed(Segment segment) {
        if (segment.parent != null) {
            refreshUp(segment.parent);
        }
    }

    /** Puts segments, all of them in the tree and adjacent, into another order. */
    void reorder(List<Segment> before, List<Segment> after) {
        List<Block> parents = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        for (Segment segment : before) {
            Block parent = parentOf(segment);
            parents.add(parent);
            indices.add(parent.indexOf(segment));
        }
        for (int i = 0; i < after.size(); i++) {
            parents.get(i).replace(indices.get(i), after.get(i));
        }
        after.forEach(this::changed);
    }

    private static Block parentOf(Segment segment) {
        Block parent = segment.parent;
        if (parent == null) {
            throw new IllegalStateException("segment is in no tree: " + segment);
        }
        return parent;
    }

    private static void refreshUp(Block from) {
        for (Block block = from; block != null; block = block.parent) {
            block.refresh();
        }
    }
}
