package dev.renderfarm.endtoend.bench;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.objectstore.s3.S3ObjectStore;
import dev.renderfarm.objectstore.s3.S3Settings;
import dev.renderfarm.standalone.farm.BackingServices;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import io.minio.MinioClient;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * How long objects take into a bucket and back, printed as Markdown: through a plain HTTP client, the MinIO SDK as it
 * comes, and the farm's own store, in turn in one run on one server.
 */
public final class StorageBench {

    private static final String REGION = "us-east-1";
    private static final String BUCKET = "storage-bench";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int[] SIZES = {20_000, 1_500_000};
    private static final int[] THREADS = {1, 8};
    private static final int KEYS = 32;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(10);
    private static final String PLAIN = "plain";

    private final Map<String, Transfer> transfers = new LinkedHashMap<>();
    private final PrintStream out;

    private StorageBench(URI endpoint, String accessKey, String secretKey, PrintStream out) {
        this.out = out;
        S3ObjectStore store = new S3ObjectStore(
                new S3Settings(endpoint, REGION, BUCKET, accessKey, secretKey, TIMEOUT, THREADS[THREADS.length - 1]));
        store.ensureBucket();
        transfers.put(PLAIN, new PlainTransfer(sdk(endpoint, accessKey, secretKey), BUCKET));
        transfers.put("SDK as it comes", new SdkTransfer(sdk(endpoint, accessKey, secretKey), BUCKET));
        transfers.put("farm", new FarmTransfer(store));
    }

    /** @param args endpoint, access key and secret key of a server; without them, the embedded one is started */
    public static void main(String[] args) throws Exception {
        System.setProperty("http.maxConnections", "64"); // kept by the JDK's client
        if (args.length == 3) {
            new StorageBench(URI.create(args[0]), args[1], args[2], System.out).run();
        } else if (args.length == 0) {
            Path scratch = Files.createTempDirectory("storage-bench-");
            FarmSpec spec = FarmSpec.on(scratch, scratch).withoutCoordinator().withWorkers(0);
            try (StandaloneFarm farm = StandaloneFarm.start(spec)) {
                BackingServices services = farm.services();
                new StorageBench(
                                services.s3().address(),
                                services.credentials().accessKey(),
                                services.credentials().secretKey(),
                                System.out)
                        .run();
            }
        } else {
            System.err.println("usage: StorageBench [ENDPOINT ACCESS-KEY SECRET-KEY]");
            System.exit(2);
        }
    }

    private static MinioClient sdk(URI endpoint, String accessKey, String secretKey) {
        return MinioClient.builder()
                .endpoint(endpoint.toString())
                .region(REGION)
                .credentials(accessKey, secretKey)
                .build();
    }

    private void run() throws Exception {
        out.println("Machine: " + Machine.describe());
        out.println();
        out.println(
                "| call | bytes | threads | client | median ms | p95 ms | times the plain client's median | calls |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (Transfer transfer : transfers.values()) {
            load(transfer, (any, key) -> any.put(key, new byte[SIZES[0]]), SIZES[0], 1, FIRST_WARM_UP);
        }
        for (int size : SIZES) {
            byte[] content = new byte[size];
            new Random(1).nextBytes(content);
            for (int threads : THREADS) {
                compare("PUT", size, threads, (transfer, key) -> transfer.put(key, content));
                compare("GET", size, threads, (transfer, key) -> transfer.get(key));
            }
        }
        for (Transfer transfer : transfers.values()) {
            transfer.close();
        }
    }

    private interface Exchange {
        void with(Transfer transfer, String key) throws Exception;
    }

    private void compare(String call, int size, int threads, Exchange exchange) throws Exception {
        Map<String, List<Latencies>> rounds = new LinkedHashMap<>();
        for (var client : transfers.entrySet()) {
            rounds.put(client.getKey(), new ArrayList<>());
            load(client.getValue(), exchange, size, threads, WARM_UP);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (var client : transfers.entrySet()) {
                requireNonNull(rounds.get(client.getKey()))
                        .add(load(client.getValue(), exchange, size, threads, ROUND));
            }
        }
        rounds.forEach((client, these) -> {
            Latencies all = Latencies.of(these);
            out.printf(
                    "| %s | %,d | %d | %s | %s | %s | %,d |%n",
                    call,
                    size,
                    threads,
                    client,
                    all,
                    Latencies.ratio(these, requireNonNull(rounds.get(PLAIN))),
                    all.millis().size());
        });
    }

    /** Every thread goes over the same keys in an order of its own. */
    private static Latencies load(Transfer transfer, Exchange exchange, int size, int threads, Duration time)
            throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long end = System.nanoTime() + time.toNanos();
            List<Callable<List<Double>>> loops = IntStream.range(0, threads)
                    .<Callable<List<Double>>>mapToObj(thread -> () -> {
                        List<Double> millis = new ArrayList<>();
                        for (int i = thread * KEYS / threads; System.nanoTime() < end; i++) {
                            long start = System.nanoTime();
                            exchange.with(transfer, "size-" + size + "/" + i % KEYS);
                            millis.add((System.nanoTime() - start) / 1e6);
                        }
                        return millis;
                    })
                    .toList();
            List<Double> millis = new ArrayList<>();
            for (Future<List<Double>> loop : pool.invokeAll(loops)) {
                millis.addAll(loop.get());
            }
            return new Latencies(millis);
        } finally {
            pool.shutdown();
        }
    }
}
