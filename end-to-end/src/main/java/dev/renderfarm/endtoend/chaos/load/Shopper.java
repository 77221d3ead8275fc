package dev.renderfarm.endtoend.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.endtoend.chaos.check.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Submits one batch after the other, follows each to its end, and changes its mind about some. */
final class Shopper implements Runnable {

    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled", "expired");
    private static final int LOOK_MILLIS = 1_000;

    private final String name;
    private final FarmApi api;
    private final Random random;
    private final BooleanSupplier shops;
    private final BooleanSupplier waits;
    private final List<Order> orders = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    /**
     * @param shops whether another batch is wanted
     * @param waits whether an answer, or an end, is still waited for
     */
    Shopper(String name, FarmApi api, Random random, BooleanSupplier shops, BooleanSupplier waits) {
        this.name = name;
        this.api = api;
        this.random = random;
        this.shops = shops;
        this.waits = waits;
    }

    /** What the farm has said yes to. */
    synchronized List<Order> orders() {
        return List.copyOf(orders);
    }

    /** What it has said no to, though there is nothing wrong with it. */
    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public void run() {
        try {
            for (int number = 1; shops.getAsBoolean(); number++) {
                shop(number);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shop(int number) throws InterruptedException {
        List<String> skus = IntStream.rangeClosed(1, 4 + random.nextInt(12))
                .mapToObj(i -> "SKU-%s-%d-%02d".formatted(name, number, i))
                .toList();
        String lines = skus.stream()
                .map(sku -> "{\"sku\":\"%s\",\"prompt\":\"a mug called %s\",\"size\":\"64x64\"}".formatted(sku, sku))
                .collect(Collectors.joining(",", "[", "]"));
        String json =
                "{\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\",\"requests\":" + lines + "}";
        Optional<FarmApi.Answer> answer = api.ask("POST", "/v1/batches", json, "order-" + name + "-" + number, waits);
        if (answer.isEmpty()) {
            return;
        }
        Optional<String> batch = id(answer.get());
        if (batch.isEmpty()) {
            refuse("POST /v1/batches", answer.get());
            return;
        }
        follow(batch.get(), skus, number);
    }

    private void follow(String batch, List<String> skus, int number) throws InterruptedException {
        boolean cancels = random.nextInt(6) == 0;
        boolean pauses = !cancels && random.nextInt(5) == 0;
        boolean again = random.nextInt(8) == 0;
        int when = random.nextInt(8_000);
        note(new Order(batch, skus, cancels));
        if (cancels || pauses) {
            TimeUnit.MILLISECONDS.sleep(when);
            steer(batch, cancels ? "cancel" : "pause");
        }
        if (pauses) {
            TimeUnit.MILLISECONDS.sleep(when);
            steer(batch, "resume");
        }
        if (awaitEnd(batch) && again && !cancels) {
            renderAgain(batch, skus, number);
        }
    }

    /** All of it once more, as a batch of its own. */
    private void renderAgain(String batch, List<String> skus, int number) throws InterruptedException {
        String path = "/v1/batches/" + batch + "/retry";
        String json = "{\"all\":true,\"new_seed\":true}";
        String key = "again-" + name + "-" + number;
        Optional<FarmApi.Answer> answer = api.ask("POST", path, json, key, waits);
        // a coordinator that was cut off may not have heard of the end yet
        while (answer.isPresent() && answer.get().status() == 409) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            answer = api.ask("POST", path, json, key, waits);
        }
        if (answer.isEmpty()) {
            return;
        }
        Optional<String> other = id(answer.get());
        if (other.isEmpty()) {
            refuse("POST " + path, answer.get());
            return;
        }
        note(new Order(other.get(), skus, false));
        awaitEnd(other.get());
    }

    /** Too late is no refusal. */
    private void steer(String batch, String wish) throws InterruptedException {
        String path = "/v1/batches/" + batch + "/" + wish;
        Optional<FarmApi.Answer> answer = api.ask("POST", path, "{}", null, waits);
        if (answer.isPresent() && !answer.get().isGood() && answer.get().status() != 409) {
            refuse("POST " + path, answer.get());
        }
    }

    private boolean awaitEnd(String batch) throws InterruptedException {
        while (waits.getAsBoolean()) {
            Optional<String> status = api.ask("GET", "/v1/batches/" + batch, null, null, waits)
                    .flatMap(FarmApi.Answer::body)
                    .map(body -> body.path("status").asText());
            if (status.filter(ENDS::contains).isPresent()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return false;
    }

    private static Optional<String> id(FarmApi.Answer answer) {
        return answer.isGood() ? answer.body().map(body -> body.path("id").asText()) : Optional.empty();
    }

    private synchronized void note(Order order) {
        orders.add(order);
    }

    private synchronized void refuse(String what, FarmApi.Answer answer) {
        refusals.add(what + ": " + answer.status() + " "
                + answer.body().map(JsonNode::toString).orElse(""));
    }
}
