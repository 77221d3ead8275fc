package dev.renderfarm.coordinator.ledger.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.ledger.decision.Departed;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the state stores. Their bytes sort as the stores are read: batches that have not ended first and their
 * histories behind them, and behind these what is left of those that are kept no longer, tasks by index, timers by time.
 */
final class StoreKeys {

    private static final byte ACTIVE = 0;
    private static final byte ENDED = 1;
    private static final byte HISTORY = 2;
    private static final byte DEPARTED = 3;
    private static final byte BEYOND = 4;
    private static final byte SEPARATOR = '/';

    static Bytes active(BatchId batch) {
        return batch(ACTIVE, batch.value());
    }

    static Bytes ended(BatchId batch) {
        return batch(ENDED, batch.value());
    }

    static Bytes firstActive() {
        return batch(ACTIVE, "");
    }

    /** Above every active batch, below every ended one. */
    static Bytes lastActive() {
        return batch(ENDED, "");
    }

    static Bytes firstEnded() {
        return lastActive();
    }

    /** Above every ended batch, below every history. */
    static Bytes lastEnded() {
        return batch(HISTORY, "");
    }

    static Bytes departed(BatchId batch) {
        return batch(DEPARTED, batch.value());
    }

    static Bytes firstDeparted() {
        return batch(DEPARTED, "");
    }

    /** Above every key. */
    static Bytes lastDeparted() {
        return batch(BEYOND, "");
    }

    static Departed departed(Bytes key, byte[] changedAt) {
        byte[] id = key.get();
        return new Departed(
                new BatchId(new String(id, 1, id.length - 1, UTF_8)),
                Instant.ofEpochMilli(ByteBuffer.wrap(changedAt).getLong()));
    }

    /** Its value. */
    static byte[] changedAt(Departed departed) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(departed.changedAt().toEpochMilli())
                .array();
    }

    /** Of what happened to a batch, whether or not it has ended. */
    static Bytes history(BatchId batch) {
        return batch(HISTORY, batch.value());
    }

    static Bytes task(BatchId batch, int index) {
        byte[] id = batch.value().getBytes(UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(id.length + 1 + Integer.BYTES)
                .put(id)
                .put(SEPARATOR)
                .putInt(index)
                .array());
    }

    static Bytes task(TaskId task) {
        return task(task.batchId(), task.index());
    }

    static Bytes timer(Timer timer) {
        byte[] batch = timer.batchId().value().getBytes(UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + 1 + Integer.BYTES + batch.length)
                .putLong(timer.due().toEpochMilli())
                .put(timer.kind().code())
                .putInt(timer.index())
                .put(batch)
                .array());
    }

    /** Not above any timer of that time or later. */
    static Bytes firstTimer(Instant due) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(due.toEpochMilli()).array());
    }

    /** When a timer is due, of whatever kind. */
    static Instant due(Bytes timer) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(timer.get()).getLong());
    }

    static Timer timer(Bytes key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        Instant due = Instant.ofEpochMilli(bytes.getLong());
        Timer.Kind kind = Timer.Kind.ofCode(bytes.get());
        int index = bytes.getInt();
        return new Timer(due, kind, new BatchId(UTF_8.decode(bytes).toString()), index);
    }

    private static Bytes batch(byte prefix, String id) {
        byte[] text = id.getBytes(UTF_8);
        return Bytes.wrap(
                ByteBuffer.allocate(1 + text.length).put(prefix).put(text).array());
    }

    private StoreKeys() {}
}
