package dev.renderfarm.endtoend.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What a batch left on topics and in the bucket. */
final class BatchStory {

    private static final ObjectMapper JSON = new ObjectMapper();

    final FakeBucket bucket = new FakeBucket();
    private final String batch;
    private final List<Seen> seen = new ArrayList<>();
    private long now;

    BatchStory(String batch) {
        this.batch = batch;
    }

    ChaosVerdict check(Order order) {
        return new Checker(seen, bucket).check(List.of(order));
    }

    /** Two pictures, of two SKUs, that took one and a half second each. */
    void wentWell() {
        status(1, "validating", 0, 0, 0);
        status(2, "in_progress", 2, 0, 2);
        task("0");
        task("1");
        result("0", "worker-1", "MUG", "1.5");
        result("1", "worker-2", "CUP", "1.5");
        letPass(10);
        status(3, "completed", 2, 2, 0);
        bucket.put("batches/" + batch + "/images/MUG.png", "a MUG");
        bucket.put("batches/" + batch + "/images/CUP.png", "a CUP");
        manifest("MUG", "CUP");
    }

    void letPass(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    void status(int sequence, String status, int total, int completed, int waiting) {
        add("batch-status", """
            {"id":"%s","status":"%s","request_counts":{"total":%d,"completed":%d,"failed":0},
             "renderfarm":{"sequence":%d,"waiting":%d,"in_flight":0,"cancelled":0,"retries":0,
              "usage":{"device_seconds":%s}}}\
            """.formatted(
                        batch, status, total, completed, sequence, waiting, completed == 2 ? "3.0" : "0"));
    }

    void task(String index) {
        add("tasks.tiny", "{\"task_id\":\"%s/%s\",\"attempt\":1}".formatted(batch, index));
    }

    void result(String index, String worker, String sku, String seconds) {
        add("results", """
            {"task_id":"%s/%s","attempt":1,"worker_id":"%s","finished_at":"2026-01-02T12:00:00Z",
             "started_at":"2026-01-02T11:59:58Z",
             "outcome":{"type":"rendered","image":{"sha256":"%s"}},"usage":{"device_seconds":%s}}\
            """.formatted(batch, index, worker, FakeBucket.sha256("a " + sku), seconds));
    }

    void broken(String topic) {
        seen.add(new Seen(
                topic, 0, seen.size(), batch, MissingNode.getInstance(), TimeUnit.NANOSECONDS.toMillis(now), now));
    }

    void manifest(String... completed) {
        StringBuilder csv = new StringBuilder("sku,status,image,sha256,device_seconds\n");
        for (String sku : completed) {
            csv.append("%s,completed,batches/%s/images/%s.png,%s,1.5\n"
                    .formatted(sku, batch, sku, FakeBucket.sha256("a " + sku)));
        }
        bucket.put("batches/" + batch + "/manifest.csv", csv.toString());
    }

    private void add(String topic, String json) {
        seen.add(new Seen(topic, 0, seen.size(), batch, read(json), TimeUnit.NANOSECONDS.toMillis(now), now));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** {@link ObjectsInBucket} in memory. */
    static final class FakeBucket implements ObjectsInBucket {

        private final TreeMap<String, String> objects = new TreeMap<>();

        void put(String key, String content) {
            objects.put(key, content);
        }

        void remove(String key) {
            objects.remove(key);
        }

        @Override
        public SortedSet<String> keys(String prefix) {
            SortedSet<String> keys = new TreeSet<>(objects.keySet());
            keys.removeIf(key -> !key.startsWith(prefix));
            return keys;
        }

        @Override
        public byte[] content(String key) {
            String content = objects.get(key);
            if (content == null) {
                throw new MissingObjectException(key, new IllegalStateException("nothing there"));
            }
            return content.getBytes(UTF_8);
        }

        static String sha256(String content) {
            return dev.renderfarm.common.digest.Sha256.hex(content.getBytes(UTF_8));
        }
    }
}
