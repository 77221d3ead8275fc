package dev.renderfarm.webtests.fake;

import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.wire.Json;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** {@code GET /v1/events} of the fake: who follows hears at once how things stand, and then what a test says. */
public final class FakeEvents {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int AWAY = 503;

    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final Map<String, String> standing = new ConcurrentSkipListMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean away;

    void follow(RoutingContext exchange) {
        HttpServerResponse response = exchange.response();
        if (away) {
            response.setStatusCode(AWAY).end();
            return;
        }
        Follower follower = new Follower(
                response, Optional.ofNullable(exchange.request().query()).orElse(""));
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-store")
                .closeHandler(gone -> followers.remove(follower));
        response.write(": welcome\n\n");
        synchronized (this) {
            standing.forEach((name, data) -> follower.tell(ids.incrementAndGet(), name, data));
            followers.add(follower);
        }
    }

    /** How something stands: told to all, now and whoever comes later. One of a kind, such as {@code farm}. */
    public synchronized FakeEvents stands(String name, Object data) {
        standing.put(name, Json.string(data));
        return push(name, data);
    }

    /** Told to those who follow now. */
    public synchronized FakeEvents push(String name, Object data) {
        long id = ids.incrementAndGet();
        followers.forEach(follower -> follower.tell(id, name, Json.string(data)));
        return this;
    }

    /** Waits for a stream whose query has that in it, such as {@code workers=1}. */
    public FakeEvents awaitFollower(String query) {
        await("a page that follows " + query).atMost(LONGEST_WAIT).until(() -> followers.stream()
                .anyMatch(follower -> follower.query.contains(query)));
        return this;
    }

    /** Breaks all streams off, and refuses new ones with 503 until {@link #mend}. */
    public synchronized void cut() {
        away = true;
        followers.forEach(follower -> follower.response.reset());
        followers.clear();
    }

    public void mend() {
        away = false;
    }

    void reset() {
        followers.forEach(follower -> follower.response.reset());
        followers.clear();
        standing.clear();
        away = false;
    }

    private record Follower(HttpServerResponse response, String query) {

        void tell(long id, String name, String data) {
            if (!response.closed()) {
                response.write("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
            }
        }
    }
}
