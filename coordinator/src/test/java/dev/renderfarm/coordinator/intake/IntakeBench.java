package dev.renderfarm.coordinator.intake;

import com.sun.management.OperatingSystemMXBean;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.layout.LayoutStore;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.models.TokenCount;
import dev.renderfarm.coordinator.sources.FakeSources;
import dev.renderfarm.modelpackage.tokenizer.PromptTokenizer;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Validates a CSV of one size again and again with a model's own tokenizer, into a bucket in memory, and prints lines a
 * second as Markdown. {@code scripts/bench/ledger} starts it.
 */
final class IntakeBench {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int WARM_UP = 2;
    private static final int MOST_TOKENS = 512;
    private static final String TEMPLATE = "<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n";

    /** @param arguments file of a tokenizer, number of lines, number of rounds */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] json = Files.readAllBytes(Path.of(arguments[0]));
        int lines = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        ExecutorService uploads = Executors.newFixedThreadPool(2);
        System.out.printf(
                Locale.ROOT, "%n| validation of %,d lines | median | least to greatest |%n|---|---|---|%n", lines);
        try (PromptTokenizer tokenizer = new PromptTokenizer(json, new ChatTemplate(TEMPLATE, MOST_TOKENS))) {
            byte[] csv = csv(lines);
            measure(
                    "each prompt tokenised, one thread",
                    prompt -> tokenizer.encode(prompt).length,
                    csv,
                    lines,
                    rounds,
                    Runnable::run);
            measure("one thread", tokenizer::countBeyondLimit, csv, lines, rounds, Runnable::run);
            measure("as it is", tokenizer::countBeyondLimit, csv, lines, rounds, uploads);
        } finally {
            uploads.shutdown();
        }
    }

    private static void measure(String what, TokenCount tokens, byte[] csv, int lines, int rounds, Executor uploads)
            throws InterruptedException {
        var models = new ModelRegistry(List.of(new FarmModel(manifest(), tokens)));
        double[] perSecond = new double[rounds];
        double[] cpuMicros = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            InMemoryObjectStore objects = new InMemoryObjectStore();
            FileStore files = new FileStore(objects, InstantSource.system(), new Random(1));
            FileId file = files.save("products.csv", "batch", new ByteArrayInputStream(csv), csv.length)
                    .id();
            var limits = new IntakeLimits(lines, lines, 100);
            var check = new InputCheck(
                    models,
                    new InputFile(new InputLimits(65_536)),
                    limits,
                    FakeSources.none(),
                    DeliveryProfiles.shipped());
            var intake = new BatchIntake(files, new LayoutStore(objects), objects, check, uploads);
            long start = System.nanoTime();
            long cpu = PROCESS.getProcessCpuTime();
            BatchCommand answer = intake.validate(IntakeDesk.submit(file, null, InputRules.DEFAULT));
            if (!(answer instanceof BatchCommand.Validated validated) || validated.total() != lines) {
                throw new IllegalStateException("the file was not taken: " + answer);
            }
            if (round >= 0) {
                perSecond[round] = lines * 1e9 / (System.nanoTime() - start);
                cpuMicros[round] = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / lines;
            }
        }
        print("lines/s, " + what, "%,.0f", perSecond);
        print("CPU-µs a line of the process, " + what, "%.1f", cpuMicros);
    }

    private static ModelManifest manifest() {
        ModelManifest fake = FakeModels.manifest("starter");
        return new ModelManifest(
                fake.schemaVersion(),
                fake.name(),
                fake.version(),
                fake.digest(),
                fake.family(),
                fake.dtype(),
                new ChatTemplate(TEMPLATE, MOST_TOKENS),
                fake.latent(),
                fake.size(),
                fake.scheduler(),
                fake.defaults(),
                fake.files());
    }

    /** Half of the prompts are Chinese; each line gives size, steps and seed. */
    private static byte[] csv(int lines) {
        StringBuilder csv = new StringBuilder("sku,prompt,size,num_inference_steps,seed\n");
        for (int i = 0; i < lines; i++) {
            csv.append("SKU-").append(i);
            if (i % 2 == 0) {
                csv.append(",\"a red ceramic mug, number ").append(i).append(", on a white background\"");
            } else {
                csv.append(",白色背景上的蓝色花瓶，第").append(i).append("号");
            }
            csv.append(",64x64,8,").append(1_000 + i).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void print(String what, String format, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "| %s | " + format + " | " + format + " to " + format + " |%n",
                what,
                (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2,
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
