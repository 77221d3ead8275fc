package dev.renderfarm.endtoend.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.RendererKind;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the event stream of a batch's page takes of the network: a farm renders a batch of 50,000 at some 1,000 pictures a
 * minute by the fake renderer, and a reader counts what the coordinator writes, by kind of event. Printed as Markdown.
 */
public final class StreamBench {

    private static final int TASKS = 50_000;
    private static final int STEPS = 8;
    /** With what else a task takes it makes some 1,000 a minute. */
    private static final Duration DEVICE_TIME = Duration.ofMillis(58);

    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int WARM_UP = 300;
    private static final double A_MINUTE = (double) Duration.ofMinutes(1).toNanos();
    private static final double A_MILLISECOND = 1e6;
    private static final int ASKED = 10;
    private static final double KILO = 1e3;

    private final StandaloneFarm farm;
    private final ShopClient client;

    private StreamBench(StandaloneFarm farm) {
        this.farm = farm;
        this.client = new ShopClient(farm.url());
    }

    /** @param args folder of a model package, and how many windows of 20 s are measured */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: StreamBench MODEL-PACKAGE WINDOWS (scripts/bench/web stream exports a package)");
            System.exit(2);
        }
        FarmSpec spec = FarmSpec.on(
                        Files.createTempDirectory("stream-bench-"),
                        Path.of(args[0]).toAbsolutePath())
                .withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.WORKER, "renderfarm.worker.fake.time-per-image", DEVICE_TIME.toMillis() + "ms");
        try (StandaloneFarm farm = StandaloneFarm.start(spec)) {
            new StreamBench(farm).run(Integer.parseInt(args[1]));
        }
    }

    private void run(int windows) throws IOException {
        Batch batch = client.submit(new Catalogue(TASKS, "64x64", STEPS));
        client.awaitBatch(batch.id(), PATIENCE, seen -> seen.requestCounts().completed() > WARM_UP);
        Map<String, List<Double>> figures = new TreeMap<>();
        try (var reader = follow("/v1/events?farm=1&batches=" + batch.id())) {
            count(reader, Duration.ofSeconds(2));
            for (int window = 0; window < windows; window++) {
                int before = completed(batch);
                long start = System.nanoTime();
                Map<String, Long> bytes = count(reader, WINDOW);
                double minutes = (System.nanoTime() - start) / A_MINUTE;
                add(figures, "results", (completed(batch) - before) / minutes);
                bytes.forEach((kind, sum) -> add(figures, kind + ", kB", sum / KILO / minutes));
                add(
                        figures,
                        "whole stream, kB",
                        bytes.values().stream().mapToLong(Long::longValue).sum() / KILO / minutes);
            }
        }
        Map<String, List<Double>> answers = timed(batch);
        System.out.println("Machine: " + Machine.describe());
        System.out.printf(
                "%nA farm that renders a batch of %d; the stream of its page as the coordinator sends it.%n%n", TASKS);
        System.out.println("| in a minute | median | least to greatest, n |\n|---|---|---|");
        figures.forEach((what, values) -> System.out.printf("| %s | %s |%n", what, row(new Samples("", values))));
        System.out.println("\n| answer, while it renders | ms | least to greatest, n |\n|---|---|---|");
        answers.forEach((what, values) -> System.out.printf("| %s | %s |%n", what, row(new Samples("", values))));
    }

    /** What the page asks for before it has a tile, in its order. */
    private Map<String, List<Double>> timed(Batch batch) {
        Map<String, List<Double>> answers = new LinkedHashMap<>();
        String path = "/v1/batches/" + batch.id();
        for (int round = 0; round < ASKED; round++) {
            for (String what : List.of("", "/tasks/states", "/tasks?limit=100")) {
                long start = System.nanoTime();
                client.get(path + what);
                add(answers, "`GET /v1/batches/ID" + what + "`", (System.nanoTime() - start) / A_MILLISECOND);
            }
        }
        return answers;
    }

    private static String row(Samples samples) {
        List<Double> values = samples.values();
        return "%.1f | %.1f to %.1f, %d"
                .formatted(samples.median(), values.get(0), values.get(values.size() - 1), values.size());
    }

    private static void add(Map<String, List<Double>> figures, String what, double value) {
        figures.computeIfAbsent(what, any -> new ArrayList<>()).add(value);
    }

    private int completed(Batch batch) {
        return client.batch(batch.id()).requestCounts().completed();
    }

    private BufferedReader follow(String path) throws IOException {
        var stream = URI.create(farm.url() + path).toURL().openStream();
        return new BufferedReader(new InputStreamReader(stream, UTF_8));
    }

    /** The bytes of the events of some time, by their kind; what is no event, as the signs of life, is {@code other}. */
    private static Map<String, Long> count(BufferedReader stream, Duration time) throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        long end = System.nanoTime() + time.toNanos();
        String kind = "other";
        long event = 0;
        while (System.nanoTime() < end) {
            String line = stream.readLine();
            if (line == null) {
                throw new IOException("the stream has ended");
            }
            event += line.getBytes(UTF_8).length + 1;
            if (line.startsWith("event:")) {
                kind = line.substring("event:".length()).strip();
            }
            if (line.isEmpty()) {
                bytes.merge(kind, event, Long::sum);
                kind = "other";
                event = 0;
            }
        }
        return bytes;
    }
}
