package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.gpuworker.check.PictureChecks;
import dev.renderfarm.gpuworker.png.PngLevel;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Configuration of a worker. */
@ConfigMapping(prefix = "renderfarm.worker")
public interface WorkerConfig {

    /** Name of this worker, unique in the farm; host name and process id where it is not given. */
    Optional<String> id();

    /** Folder of the model package to serve, or where it was published: {@code s3://BUCKET/PREFIX}. */
    String modelPackage();

    /** The machine's cache of packages that come from a bucket. */
    ModelCache modelCache();

    /** What draws: {@code tensorflow}, or {@code fake} for load runs. */
    @WithDefault("tensorflow")
    RendererKind renderer();

    /** Micro-batches kept ready beside the one on the device. */
    @WithDefault("2")
    int slots();

    /** For what somebody waits for: one on the device or ready for it, and one whose picture is stored. */
    int INTERACTIVE_SLOTS = 2;

    /** Those on the device or ready for it, and as many again whose pictures are encoded, stored and reported. */
    default int allSlots() {
        return 2 * (1 + slots());
    }

    /** Most tasks rendered in one go. More than 1 may change the last bit of a pixel. */
    @WithDefault("1")
    int microBatch();

    /**
     * Sizes that are rendered once before the worker is ready, such as {@code 512x512,1024x1024}; the model's default
     * size where none is given.
     */
    Optional<List<String>> warmUpSizes();

    /** Whether the device has to draw what the package's golden record holds, where it has one, before any task. */
    @WithDefault("true")
    boolean golden();

    /**
     * How small pictures are made: {@code fast}, {@code balanced} or {@code small}. All give the same pixels; workers
     * of one model should have the same, or a picture that is rendered again may have other bytes.
     */
    @WithDefault("balanced")
    PngLevel pngLevel();

    /**
     * What a picture must not be, else it is drawn again from another seed; empty is no check. A farm that draws swatches
     * leaves out {@code uniform-image} and {@code near-black-image}, one whose variants are to look alike {@code near-duplicate}.
     */
    @WithDefault("blank-image,near-black-image,uniform-image,near-duplicate")
    Optional<Set<FailureCode>> pictureChecks();

    /** Whether a small picture is written beside each, one request more; without, the coordinator makes it on demand. */
    @WithDefault("true")
    boolean thumbnails();

    /** How long work may go on after a request to stop, before it is given back. */
    @WithDefault("30s")
    Duration drainTimeout();

    /** How long a micro-batch may take in all, before it is reported as timed out. */
    @WithDefault("30m")
    Duration taskTimeout();

    /** How long a picture waits for a bucket that is away, before it is given up to be rendered again. */
    @WithDefault("1m")
    Duration uploadTimeout();

    /** Time between two heartbeats. */
    @WithDefault("2s")
    Duration heartbeatInterval();

    /** Encoded prompts that are kept for reuse. */
    @WithDefault("16")
    int captionCacheSize();

    /**
     * Memory that decoding pictures may take. The default is enough for pictures of 1024x1024; larger ones are decoded
     * in tiles.
     */
    @WithDefault("3G")
    MemorySize vaeMemory();

    /** Waits between tries. */
    Retry retry();

    /** When the worker sets itself aside. */
    SetAside setAside();

    /** TensorFlow's use of the machine. */
    TensorFlow tensorflow();

    /** The renderer that only pretends. */
    Fake fake();

    /** @throws IllegalArgumentException naming the first key that cannot work */
    default void check() {
        requirePositive("slots", slots());
        requirePositive("micro-batch", microBatch());
        requirePositive("heartbeat-interval", heartbeatInterval().toMillis());
        requirePositive("task-timeout", taskTimeout().toMillis());
        checkPictureChecks();
        requirePositive("retry.first-wait", retry().firstWait().toMillis());
        requirePositive("model-cache.packages", modelCache().packages());
        requirePositive("model-cache.connections", modelCache().connections());
        requirePositive("set-aside.failures-in-a-row", setAside().failuresInARow());
        requirePositive("set-aside.longest", setAside().longest().toMillis());
    }

    private void checkPictureChecks() {
        try {
            PictureChecks.of(pictureChecks().orElse(Set.of()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("renderfarm.worker.picture-checks: " + e.getMessage(), e);
        }
    }

    private static void requirePositive(String key, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("renderfarm.worker." + key + " must be positive: " + value);
        }
    }

    /** What draws the pictures. */
    enum RendererKind {
        TENSORFLOW,
        FAKE
    }

    /** The machine's cache of packages that come from a bucket. */
    interface ModelCache {

        /** Its folder, shared by all workers of the machine; needed where the package comes from a bucket. */
        Optional<Path> folder();

        /** Most packages that are kept; those in use stay whatever their number. */
        @WithDefault("2")
        int packages();

        /** Most room that packages take, such as {@code 60G}; those in use stay. Without it, as much as there is. */
        Optional<MemorySize> size();

        /** Parts that are fetched at once. */
        @WithDefault("8")
        int connections();
    }

    /** Waits between tries where the broker or the bucket is away. */
    interface Retry {

        /** The first wait. */
        @WithDefault("200ms")
        Duration firstWait();

        /** The longest wait. */
        @WithDefault("5s")
        Duration longestWait();
    }

    /** When the worker sets itself aside: it claims nothing until its own probe succeeds. */
    interface SetAside {

        /** After so many tasks have failed here one after the other, with no picture in between. */
        @WithDefault("3")
        int failuresInARow();

        /** How long at most, once tasks go on failing here after probes that succeed. */
        @WithDefault("5m")
        Duration longest();
    }

    /** TensorFlow's use of the machine. */
    interface TensorFlow {

        /** Threads within one operation; 0 leaves it to TensorFlow. */
        @WithDefault("0")
        int intraOpThreads();

        /** Operations at once; 0 leaves it to TensorFlow. */
        @WithDefault("0")
        int interOpThreads();

        /** Share of the GPU's memory that may be taken. */
        @WithDefault("0.95")
        double gpuMemoryFraction();

        /** How long one pass through a network may take. */
        @WithDefault("10m")
        Duration runTimeout();
    }

    /** The renderer that only pretends. */
    interface Fake {

        /** How long it holds the device for one picture. */
        @WithDefault("100ms")
        Duration timePerImage();
    }
}
