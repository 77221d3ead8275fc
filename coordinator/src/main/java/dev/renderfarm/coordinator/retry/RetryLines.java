package dev.renderfarm.coordinator.retry;

import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.StoredItem;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Writes items as the lines of a JSON Lines file. Of a line that asked for several pictures all from the first to the
 * last that is wanted are asked for again: they follow one another, and so do their seeds.
 */
final class RetryLines implements Closeable {

    private record Line(RenderItem first, int pictures, StoredItem stored) {

        /** Whether the item is a further picture of the same line. */
        boolean goesOnWith(RenderItem item) {
            return item.variant() != null
                    && first.variant() != null
                    && item.customId().equals(first.customId())
                    && item.variant() - first.variant() == item.index() - first.index();
        }

        Line to(RenderItem last) {
            return new Line(first, last.index() - first.index() + 1, stored);
        }
    }

    private final ImageEndpoint endpoint;
    private final Writer text;
    private final boolean newSeeds;
    private @Nullable Line open;
    private int written;
    private int lost;

    /** @param endpoint by which they were asked for */
    RetryLines(ImageEndpoint endpoint, Writer text, boolean newSeeds) {
        this.endpoint = endpoint;
        this.text = text;
        this.newSeeds = newSeeds;
    }

    /** @param stored by index; one that is lost has no line */
    void add(StoredItem stored) throws IOException {
        RenderItem item = stored.<@Nullable RenderItem>fold(readable -> readable, lost -> null);
        if (item == null) {
            lost++;
            return;
        }
        Line before = open;
        if (before != null && before.goesOnWith(item)) {
            open = before.to(item);
        } else {
            flush();
            open = new Line(item, 1, stored);
        }
    }

    /** Lines so far, after closing all. */
    int written() {
        return written;
    }

    /** Items that were wanted and cannot be read any more. */
    int lost() {
        return lost;
    }

    private void flush() throws IOException {
        Line line = open;
        if (line != null) {
            text.write(
                    Json.string(AskedAgain.fields(endpoint, line.first(), line.stored(), line.pictures(), !newSeeds)));
            text.write('\n');
            written++;
        }
        open = null;
    }

    @Override
    public void close() throws IOException {
        flush();
        text.close();
    }
}
