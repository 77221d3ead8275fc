package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.StoredItem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The items of a part as they were found, each by itself: a malformed line loses one item, not the thousand around it.
 *
 * @param items by their place in the part
 * @param rest why there are no more
 */
record ItemPart(List<StoredItem> items, String rest) {

    ItemPart {
        items = List.copyOf(items);
    }

    /** @param name of the part, for everyone: not its key */
    static ItemPart missing(String name) {
        return new ItemPart(List.of(), "there is no " + name + " in the bucket");
    }

    /**
     * @param first index of the part's first item
     * @param reading of a line; fails with {@link MalformedJsonException}
     */
    static ItemPart of(String name, int first, Iterable<String> lines, Function<String, StoredItem.Readable> reading) {
        List<StoredItem> items = new ArrayList<>();
        for (String line : lines) {
            items.add(item(name, first + items.size(), line, reading));
        }
        return new ItemPart(items, name + " ends after " + items.size() + " items");
    }

    StoredItem item(int place) {
        return place < items.size() ? items.get(place) : new StoredItem.Lost(rest);
    }

    private static StoredItem item(String name, int index, String line, Function<String, StoredItem.Readable> reading) {
        try {
            StoredItem.Readable read = reading.apply(line);
            return read.item().index() == index
                    ? read
                    : new StoredItem.Lost(
                            name + " has item " + read.item().index() + " where item " + index + " should be");
        } catch (MalformedJsonException e) {
            return new StoredItem.Lost("item " + index + " in " + name + " cannot be read: " + e.getMessage());
        }
    }
}
