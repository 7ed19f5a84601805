package dev.sluice.server.pool;

import dev.sluice.protocol.DocumentKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When the pool comes back to documents that nobody opens. All that is kept of such a document is its place here.
 *
 * <p>Bounded: of too many, those that are due last have no place, and {@link #lacksDocuments} says so as soon as there is room for
 * them again. Confined to whoever holds its lock.
 */
final class Revisits {
    private final int max;
    private final Map<DocumentKey, Place> byDocument = new HashMap<>();
    private final NavigableSet<Place> places =
            new TreeSet<>(Comparator.comparing(Place::at).thenComparingLong(Place::turn));
    private boolean hasDropped;
    private long turns;

    private record Place(DocumentKey document, Instant at, long turn) {}

    Revisits(int max) {
        this.max = max;
    }

    /** Comes back to a document then, and at no other time. */
    void put(DocumentKey document, Instant at) {
        remove(document);
        Place place = new Place(document, at, turns++);
        byDocument.put(document, place);
        places.add(place);
        if (places.size() > max) {
            remove(places.last().document());
            hasDropped = true;
        }
    }

    /** Does not come back to a document. */
    void remove(DocumentKey document) {
        Place place = byDocument.remove(document);
        if (place != null) {
            places.remove(place);
        }
    }

    /** Returns when the pool comes back to a document. */
    Optional<Instant> at(DocumentKey document) {
        return Optional.ofNullable(byDocument.get(document)).map(Place::at);
    }

    /** Gives the place of a document that is due up, and returns the document. */
    Optional<DocumentKey> next(Instant now) {
        if (places.isEmpty() || places.first().at().isAfter(now)) {
            return Optional.empty();
        }
        DocumentKey document = places.first().document();
        remove(document);
        return Optional.of(document);
    }

    int size() {
        return places.size();
    }

    /** Tells, once, that there is room for documents that had no place. */
    boolean lacksDocuments() {
        boolean lacks = hasDropped && places.size() <= max / 2;
        if (lacks) {
            hasDropped = false;
        }
        return lacks;
    }
}
