package dev.sluice.server.ordering;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The write clients of a document, with the one that refers furthest back always at hand.
 *
 * <p>The minimum sequence number is the lowest reference sequence number of all clients and is asked for with every message;
 * a binary heap over that number makes a message cost the logarithm of the number of clients. Confined to its document's
 * thread.
 */
final class ClientTable {
    private final Map<String, ClientEntry> byId = new LinkedHashMap<>();
    private final List<ClientEntry> heap = new ArrayList<>();

    boolean isEmpty() {
        return heap.isEmpty();
    }

    int size() {
        return heap.size();
    }

    @Nullable
    ClientEntry get(String clientId) {
        return byId.get(clientId);
    }

    /** Returns the clients in the order in which they joined. */
    Collection<ClientEntry> entries() {
        return Collections.unmodifiableCollection(byId.values());
    }

    void add(ClientEntry entry) {
        if (byId.putIfAbsent(entry.clientId, entry) != null) {
            throw new IllegalStateException("client " + entry.clientId + " is in the table already");
        }
        entry.heapIndex = heap.size();
        heap.add(entry);
        moveUp(entry);
    }

    @Nullable
    ClientEntry remove(String clientId) {
        ClientEntry entry = byId.remove(clientId);
        if (entry == null) {
            return null;
        }
        ClientEntry last = heap.remove(heap.size() - 1);
        if (last != entry) {
            place(last, entry.heapIndex);
            moveUp(last);
            moveDown(last);
        }
        return entry;
    }

    void updateReference(ClientEntry entry, long referenceSequenceNumber) {
        entry.referenceSequenceNumber = referenceSequenceNumber;
        moveUp(entry);
        moveDown(entry);
    }

    /** Returns the client with the lowest reference sequence number. */
    ClientEntry furthestBack() {
        if (heap.isEmpty()) {
            throw new IllegalStateException("the table is empty");
        }
        return heap.get(0);
    }

    private void moveUp(ClientEntry entry) {
        int index = entry.heapIndex;
        while (index > 0) {
            ClientEntry parent = heap.get((index - 1) / 2);
            if (parent.referenceSequenceNumber <= entry.referenceSequenceNumber) {
                break;
            }
            int parentIndex = parent.heapIndex;
            place(parent, index);
            index = parentIndex;
        }
        place(entry, index);
    }

    private void moveDown(ClientEntry entry) {
        int index = entry.heapIndex;
        while (true) {
            int child = 2 * index + 1;
            if (child >= heap.size()) {
                break;
            }
            if (child + 1 < heap.size()
                    && heap.get(child + 1).referenceSequenceNumber < heap.get(child).referenceSequenceNumber) {
                child++;
            }
            ClientEntry lower = heap.get(child);
            if (entry.referenceSequenceNumber <= lower.referenceSequenceNumber) {
                break;
            }
            place(lower, index);
            index = child;
        }
        place(entry, index);
    }

    private void place(ClientEntry entry, int index) {
        heap.set(index, entry);
        entry.heapIndex = index;
    }
}
