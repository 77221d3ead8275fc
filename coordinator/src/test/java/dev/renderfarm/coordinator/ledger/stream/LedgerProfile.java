package dev.renderfarm.coordinator.ledger.stream;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the thread that drives the ledger spends its time: samples of the runtime's flight recorder, by part. */
final class LedgerProfile implements AutoCloseable {

    /** Method of a part by what it is, innermost first; the rest is the driver's own. */
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("LedgerBench.note", "");
        PARTS.put("DrivenLedger.answers", "");
        PARTS.put("DrivenLedger.told", "");
        PARTS.put("BatchRecords.read", "read a command or result");
        PARTS.put("StreamTables.put(BatchEntry)", "write the entry of the batch");
        PARTS.put("StreamTables.task", "read the entry of the task");
        PARTS.put("StreamTables.put(TaskEntry)", "write the entry of the task");
        PARTS.put("StreamTables.set", "set the timer");
        PARTS.put("StreamTables.clear", "clear the timer");
        PARTS.put("StreamTables.due", "look for timers that are due");
        PARTS.put("StreamOutbox.dispatch", "dispatch");
        PARTS.put("StreamOutbox.status", "tell the status");
        PARTS.put("Bookkeeper", "decide, and the rest of the books");
    }

    private static final String DRIVER = "the driver: queues, commits, records of the changelogs";
    private static final Duration EVERY = Duration.ofMillis(10);

    private final Recording recording = new Recording();
    private final Thread thread = Thread.currentThread();

    void start() {
        recording.enable("jdk.ExecutionSample").withPeriod(EVERY).withStackTrace();
        recording.enable("jdk.NativeMethodSample").withPeriod(EVERY).withStackTrace();
        recording.start();
    }

    /** @param tasks that were brought through since the start */
    void print(PrintStream out, long tasks) throws IOException {
        recording.stop();
        Path file = Files.createTempFile("ledger-profile-", ".jfr");
        try {
            recording.dump(file);
            Map<String, Integer> samples = new HashMap<>();
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            events.forEach(event -> samples.merge(part(event), 1, Integer::sum));
            samples.remove("");
            long all = samples.values().stream().mapToInt(Integer::intValue).sum();
            out.printf("| part | share of %d samples |%n|---|---|%n", all);
            samples.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(part -> out.printf(
                            Locale.ROOT, "| %s | %.1f %% |%n", part.getKey(), 100.0 * part.getValue() / all));
        } finally {
            Files.delete(file);
        }
    }

    private String part(RecordedEvent event) {
        if (event.getStackTrace() == null
                || !event.hasField("sampledThread")
                || event.getThread("sampledThread") == null
                || event.getThread("sampledThread").getJavaThreadId() != thread.getId()) {
            return "";
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            String method = type.substring(type.lastIndexOf('.') + 1) + "."
                    + frame.getMethod().getName();
            if (frame.getMethod().getDescriptor().contains("BatchEntry;)")) {
                method += "(BatchEntry)";
            } else if (frame.getMethod().getDescriptor().contains("TaskEntry;)")) {
                method += "(TaskEntry)";
            }
            for (Map.Entry<String, String> part : PARTS.entrySet()) {
                if (method.startsWith(part.getKey())) {
                    return part.getValue();
                }
            }
        }
        return DRIVER;
    }

    @Override
    public void close() {
        recording.close();
    }
}
