package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.id.FilePlace;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys of descriptions from the newest file on: listings of each purpose as one, fetched as the caller goes on. */
final class NewestFirst implements Iterator<PlacedKey> {

    private final PriorityQueue<Listing> listings =
            new PriorityQueue<>(Comparator.comparing(listing -> listing.next.place()));

    /** @param after files that stand before this place, or at it, are left out; null leaves none out */
    NewestFirst(ObjectStore objects, Set<FilePurpose> purposes, @Nullable FilePlace after) {
        for (FilePurpose purpose : purposes) {
            String from = after == null ? "" : purpose.description(after);
            add(objects.list(purpose.descriptions(), from), purpose);
        }
    }

    /** @param next the first of those that are left; it has been taken from the keys */
    private record Listing(Iterator<String> keys, FilePurpose purpose, PlacedKey next) {}

    private void add(Iterator<String> keys, FilePurpose purpose) {
        while (keys.hasNext()) {
            String key = keys.next();
            var place = purpose.place(key);
            if (place.isPresent()) {
                listings.add(new Listing(keys, purpose, new PlacedKey(place.get(), key)));
                return;
            }
        }
    }

    @Override
    public boolean hasNext() {
        return !listings.isEmpty();
    }

    @Override
    public PlacedKey next() {
        if (listings.isEmpty()) {
            throw new NoSuchElementException();
        }
        Listing first = listings.remove();
        add(first.keys(), first.purpose());
        return first.next();
    }
}
