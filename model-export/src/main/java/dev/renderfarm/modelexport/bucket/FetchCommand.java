package dev.renderfarm.modelexport.bucket;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.modeldistribution.cache.CacheLimits;
import dev.renderfarm.modeldistribution.cache.CachedPackage;
import dev.renderfarm.modeldistribution.cache.FetchSettings;
import dev.renderfarm.modeldistribution.cache.PackageCache;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.published.PublishedPackage;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code farm model fetch}. */
@Command(
        name = "fetch",
        description = {
            "Fetches a published package into this machine's cache, as a worker would, and prints its folder there.",
            "Every file is compared with its digest. A fetch that was cut off goes on where it was; of several on one "
                    + "machine, one fetches and the others wait."
        },
        mixinStandardHelpOptions = true)
public final class FetchCommand implements Callable<Integer> {

    private static final int TRIES = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BucketOptions options;

    @Parameters(paramLabel = "s3://BUCKET/PREFIX", description = "The package's address.")
    private PackageAddress address;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            required = true,
            description = "The machine's cache: renderfarm.worker.model-cache.folder of its workers.")
    private Path cache;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "Most packages that the cache keeps, those in use aside; without it, as many as the disk has "
                    + "room for.")
    private @Nullable Integer keep;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "8",
            description = "Parts that are fetched at once; ${DEFAULT-VALUE} by default.")
    private int connections;

    @Option(names = "--quiet", description = "Print nothing but the folder.")
    private boolean quiet;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Backoff pauses = Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(5), Jitter.NONE);
        PackageCache packages = new PackageCache(
                cache,
                new CacheLimits(keep == null ? Integer.MAX_VALUE : Math.max(1, keep), Long.MAX_VALUE),
                new FetchSettings(Math.max(1, connections), FetchSettings.PART_SIZE, TRIES, pauses, Sleeper.REAL),
                new FetchLines(spec.commandLine().getErr(), quiet),
                InstantSource.system(),
                new MonotonicTime());
        try (ObjectStore bucket = options.open(address, Math.max(1, connections));
                CachedPackage taken = packages.take(PublishedPackage.read(bucket, address), bucket)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(taken.model().folder());
            out.flush();
        }
        return 0;
    }
}
