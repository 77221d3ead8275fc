package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.StoredItem;
import java.util.ArrayList;
import java.util.List;

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

    static ItemPart missing(String key) {
        return new ItemPart(List.of(), "there is no " + key + " in the bucket");
    }

    /** @param first index of the part's first item */
    static ItemPart of(String key, int first, Iterable<String> lines) {
        List<StoredItem> items = new ArrayList<>();
        for (String line : lines) {
            items.add(item(key, first + items.size(), line));
        }
        return new ItemPart(items, key + " ends after " + items.size() + " items");
    }

    StoredItem item(int place) {
        return place < items.size() ? items.get(place) : new StoredItem.Lost(rest);
    }

    private static StoredItem item(String key, int index, String line) {
        try {
            RenderItem item = Json.read(line, RenderItem.class);
            return item.index() == index
                    ? new StoredItem.Readable(item)
                    : new StoredItem.Lost(key + " has item " + item.index() + " where item " + index + " should be");
        } catch (MalformedJsonException e) {
            return new StoredItem.Lost("item " + index + " in " + key + " cannot be read: " + e.getMessage());
        }
    }
}
