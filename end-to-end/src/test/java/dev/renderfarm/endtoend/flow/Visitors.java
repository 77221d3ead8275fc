package dev.renderfarm.endtoend.flow;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** People and programs that ask a farm all the while, one request after the other, each once, and note what went wrong. */
final class Visitors implements AutoCloseable {

    private final URI farm;
    private final String key;
    private final ShopClient client;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "visitor");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger answers = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ConcurrentSkipListMap<String, BatchId> opened = new ConcurrentSkipListMap<>();
    private volatile boolean leaving;
    private volatile @Nullable BatchStatus seen;

    Visitors(URI farm, String key) {
        this.farm = farm;
        this.key = key;
        this.client = new ShopClient(farm, key);
    }

    private interface Visit {
        void pay() throws Exception;
    }

    private void repeat(String what, Visit visit) {
        threads.execute(() -> {
            while (!leaving) {
                try {
                    visit.pay();
                } catch (InterruptedException e) {
                    return;
                } catch (Exception | AssertionError e) {
                    failures.add(Instant.now() + " " + what + ": " + e);
                }
            }
        });
    }

    /** Looks at each of these over and over. */
    void look(List<String> paths) {
        AtomicInteger next = new AtomicInteger();
        repeat("looks", () -> get(paths.get(Math.floorMod(next.getAndIncrement(), paths.size()))));
    }

    private void get(String path) {
        ShopClient.Answer answer = client.ask("GET", path, null);
        note("GET " + path, answer);
    }

    private ShopClient.Answer note(String what, ShopClient.Answer answer) {
        answers.incrementAndGet();
        if (!answer.isGood()) {
            failures.add(Instant.now() + " " + what + " " + answer.status() + " " + answer.body());
        }
        return answer;
    }

    /** Submits batches, each twice under the same key. */
    void submit(Catalogue catalogue) {
        AtomicInteger next = new AtomicInteger();
        repeat("submits", () -> {
            String idempotencyKey = "visit-" + next.getAndIncrement();
            FileId file = client.upload(catalogue.fileName(), catalogue.csv());
            BatchId first = open(file, idempotencyKey);
            BatchId second = open(file, idempotencyKey);
            if (!first.equals(second)) {
                failures.add(idempotencyKey + " has opened both " + first + " and " + second);
            }
            opened.put(idempotencyKey, first);
            note("GET " + first, client.ask("GET", "/v1/batches/" + first, null));
        });
    }

    private BatchId open(FileId file, String idempotencyKey) throws Exception {
        String body = "{\"input_file_id\":\"" + file
                + "\",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}";
        HttpResponse<String> answer = http.send(
                request("/v1/batches")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        answers.incrementAndGet();
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("POST /v1/batches " + answer.statusCode() + " " + answer.body());
        }
        return Json.read(answer.body(), Batch.class).id();
    }

    /** Follows a batch to its end, and asks again from where it was where the stream ends before. */
    void follow(BatchId batch) {
        AtomicInteger last = new AtomicInteger(-1);
        repeat("follows", () -> {
            if (seen != null && seen.isTerminal()) {
                TimeUnit.MILLISECONDS.sleep(200);
                return;
            }
            HttpRequest.Builder request = request("/v1/batches/" + batch + "/events");
            if (last.get() >= 0) {
                request.header("Last-Event-ID", Integer.toString(last.get()));
            }
            HttpResponse<Stream<String>> stream = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            answers.incrementAndGet();
            if (stream.statusCode() != 200) {
                throw new IllegalStateException("events " + stream.statusCode());
            }
            try (Stream<String> lines = stream.body()) {
                lines.forEach(line -> {
                    if (line.startsWith("id:")) {
                        last.set(Integer.parseInt(line.substring(3).strip()));
                    } else if (line.startsWith("data:")) {
                        seen = Json.read(line.substring(5).strip(), Batch.class).status();
                    }
                });
            }
        });
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(farm.resolve(path))
                .header("Authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(30));
    }

    /** Requests that were answered. */
    int answers() {
        return answers.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Batches by the keys under which they were opened. */
    TreeMap<String, BatchId> opened() {
        return new TreeMap<>(opened);
    }

    /** The status that the batch that is followed was last seen in. */
    @Nullable
    BatchStatus seen() {
        return seen;
    }

    /** Asks nothing more, once what is under way has been answered. */
    void leave() throws InterruptedException {
        leaving = true;
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            failures.add("somebody waits for an answer for a minute");
        }
    }

    @Override
    public void close() {
        leaving = true;
        threads.shutdownNow();
    }
}
