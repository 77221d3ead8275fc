package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.TaskChangesView.Range;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Indexes as ranges; more than {@value #MOST} apart become one, which holds others too. For one thread at a time. */
final class IndexRanges {

    static final int MOST = 256;

    private final TreeMap<Integer, Integer> lastByFirst = new TreeMap<>();

    void add(int index) {
        add(index, index);
    }

    void add(int first, int last) {
        int from = first;
        int to = last;
        Map.Entry<Integer, Integer> before = lastByFirst.floorEntry(to + 1);
        while (before != null && before.getValue() >= from - 1) {
            from = Math.min(from, before.getKey());
            to = Math.max(to, before.getValue());
            lastByFirst.remove(before.getKey());
            before = lastByFirst.floorEntry(to + 1);
        }
        lastByFirst.put(from, to);
        if (lastByFirst.size() > MOST) {
            int lowest = lastByFirst.firstKey();
            int highest = lastByFirst.lastEntry().getValue();
            lastByFirst.clear();
            lastByFirst.put(lowest, highest);
        }
    }

    boolean isEmpty() {
        return lastByFirst.isEmpty();
    }

    List<Range> ranges() {
        return lastByFirst.entrySet().stream()
                .map(range -> new Range(range.getKey(), range.getValue()))
                .toList();
    }
}
