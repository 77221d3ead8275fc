package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.SkippedLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A manifest that is written while it is read, some rows ahead. */
final class ManifestStream extends InputStream {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ManifestWriter writer;
    private final SettledRequests requests;
    private final SkippedLines skipped;
    private final @Nullable Verdict verdict;
    private byte[] ready = {};
    private int position;
    private boolean ended;

    /** Writes the first rows, so that what stands in the way is told before anything is answered. */
    ManifestStream(List<String> columns, Iterator<SettledTask> tasks, SkippedLines skipped, @Nullable Verdict verdict) {
        this.writer = new ManifestWriter(new OutputStreamWriter(written, StandardCharsets.UTF_8), columns);
        this.requests = new SettledRequests(tasks);
        this.skipped = skipped;
        this.verdict = verdict;
        try {
            isAtEnd();
        } catch (IOException e) {
            throw new UncheckedIOException("rows are written to memory", e);
        }
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : Byte.toUnsignedInt(ready[position++]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, ready.length - position);
        System.arraycopy(ready, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean isAtEnd() throws IOException {
        while (position == ready.length && !ended) {
            writeMore();
            ready = written.toByteArray();
            written.reset();
            position = 0;
        }
        return position == ready.length;
    }

    private void writeMore() throws IOException {
        boolean more = requests.hasNext();
        if (more) {
            SettledRequest request = requests.next();
            writeSkipped(request.line());
            request.pictures().stream().filter(this::isWanted).forEach(writer::write);
        } else {
            writeSkipped(Integer.MAX_VALUE);
            ended = true;
            writer.close();
        }
    }

    private void writeSkipped(int before) {
        for (SkippedLine line = skipped.nextBefore(before); line != null; line = skipped.nextBefore(before)) {
            writer.write(line);
        }
    }

    private boolean isWanted(SettledTask task) {
        boolean rendered = task.task().state() == TaskState.COMPLETED;
        return verdict == null || (rendered && task.task().verdict() == verdict);
    }
}
