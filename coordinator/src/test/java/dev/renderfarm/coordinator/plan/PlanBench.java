package dev.renderfarm.coordinator.plan;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.intake.InputCheck;
import dev.renderfarm.coordinator.intake.IntakeLimits;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.layout.TestLayouts;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.pace.PicturePaces;
import dev.renderfarm.coordinator.prices.DevicePrices;
import dev.renderfarm.coordinator.scaling.Backlogs;
import dev.renderfarm.coordinator.sources.FakeSources;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Plans a sheet with seven faults, a template and a preset again and again with a model's own tokenizer, from a bucket in
 * memory, and prints seconds as Markdown; the first is that of a process that has just started. {@code
 * scripts/bench/plan} starts it.
 */
final class PlanBench {

    private static final int MOST_TOKENS = 512;
    private static final int FAULTS = 7;
    private static final String TEMPLATE = "<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n";

    /** @param arguments file of a tokenizer, number of lines, number of rounds */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] json = Files.readAllBytes(Path.of(arguments[0]));
        int lines = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        byte[] csv = csv(lines);
        System.out.printf(
                Locale.ROOT,
                "%n| plan of %,d lines, %,d bytes | seconds | answer |%n|---|---|---|%n",
                lines,
                csv.length);
        try (PromptTokenizer tokenizer = new PromptTokenizer(json, new ChatTemplate(TEMPLATE, MOST_TOKENS))) {
            InMemoryObjectStore objects = new InMemoryObjectStore();
            FileStore files = new FileStore(objects, InstantSource.system(), new Random(1));
            String file = files.save("products.csv", "batch", new ByteArrayInputStream(csv), csv.length)
                    .id()
                    .value();
            BatchPlanner planner = planner(objects, files, lines, tokenizer);
            var options = new BatchRequest.Options(1L, null)
                    .laidOut(null, "{title}, {color|lower|}, on {background|white}", "draft", null, null, null);
            BatchRequest request = new BatchRequest(file, BatchRequest.IMAGES, null, Map.of(), null, options);
            for (int round = 1; round <= rounds; round++) {
                long start = System.nanoTime();
                BatchPlan plan = planner.plan(request);
                int bytes = Json.bytes(plan).length;
                double seconds = (System.nanoTime() - start) / 1e9;
                if (plan.errors().total() != FAULTS || plan.counts().pictures() != lines - FAULTS) {
                    throw new IllegalStateException("the plan is another one: " + plan);
                }
                System.out.printf(
                        Locale.ROOT, "| round %d | %.2f | %d faults, %,d bytes |%n", round, seconds, FAULTS, bytes);
            }
        }
    }

    private static BatchPlanner planner(
            InMemoryObjectStore objects, FileStore files, int lines, PromptTokenizer tokenizer) {
        InstantSource clock = InstantSource.system();
        var directory = new FakeBatchDirectory();
        var capacity = new FakeCapacity();
        var models = new ModelRegistry(
                List.of(new FarmModel(FakeModels.manifest("starter", MOST_TOKENS), tokenizer::countBeyondLimit)));
        return new BatchPlanner(
                new BatchPlanner.Desks(
                        files,
                        new EarlierBatches(directory),
                        models,
                        TestLayouts.of(objects),
                        new InputCheck(
                                models,
                                new InputFile(new InputLimits(65_536)),
                                new IntakeLimits(lines, lines, 100),
                                FakeSources.none(),
                                DeliveryProfiles.shipped()),
                        new PicturePaces(directory, new ItemPartReader(objects), models, clock),
                        new Backlogs(directory, capacity, Duration.ofSeconds(2), clock),
                        capacity,
                        new DevicePrices(Optional.empty(), Optional.empty(), List.of())),
                Duration.ofSeconds(2),
                1,
                Duration.ofSeconds(1),
                clock,
                new Random(3));
    }

    private static byte[] csv(int lines) {
        StringBuilder csv = new StringBuilder("Handle,Title,Body (HTML),Vendor,Color,Variant SKU,Variant Price,size\n");
        for (int i = 0; i < lines; i++) {
            String size = i % (lines / FAULTS + 1) == 5 ? "99x99" : "64x64";
            csv.append("h-")
                    .append(i)
                    .append(i % 2 == 0 ? ",\"Ceramic mug, number " : ",\"蓝色花瓶 ")
                    .append(i);
            csv.append("\",<p>Hand-made <b>goods</b></p>,Acme,Red,SKU-")
                    .append(i)
                    .append(",9.90,")
                    .append(size)
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private PlanBench() {}
}
