package dev.renderfarm.endtoend.flow;

import dev.renderfarm.endtoend.container.ContainerServices;
import dev.renderfarm.endtoend.release.RecordedFolder;
import dev.renderfarm.endtoend.shop.Bucket;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.BackingServices;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.RendererKind;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A farm of its own for one test, on fresh data, and what the test needs to look at it. Broker and S3 server are the
 * embedded ones, or containers with {@code -Drenderfarm.flow.servers=containers}.
 */
final class FlowFarm implements AutoCloseable {

    private static final String BUCKET = "renderfarm";

    private final Path data;
    private final StandaloneFarm farm;
    private final ShopClient client;
    private final Bucket bucket;

    private FlowFarm(Path data, StandaloneFarm farm, String bucketName) {
        this.data = data;
        this.farm = farm;
        this.client = new ShopClient(farm.url());
        this.bucket = new Bucket(
                farm.services().s3().address(),
                bucketName,
                farm.services().credentials().accessKey(),
                farm.services().credentials().secretKey());
    }

    static FlowFarm start(TestModel model, int workers) throws IOException, InterruptedException {
        return start(FarmSpec.on(freshFolder(), model.exported()).withWorkers(workers));
    }

    static FlowFarm start(TestModel model, int workers, UnaryOperator<FarmSpec> change)
            throws IOException, InterruptedException {
        return start(change.apply(FarmSpec.on(freshFolder(), model.exported()).withWorkers(workers)));
    }

    /** With workers that draw patterns. */
    static FlowFarm drawingPatterns(int workers) throws IOException, InterruptedException {
        return start(FarmSpec.on(freshFolder(), TestModel.TINY.exported())
                .withWorkers(workers)
                .withRenderer(RendererKind.FAKE));
    }

    /** With a worker that draws patterns, and a coordinator that asks for API keys. */
    static FlowFarm keyed(UnaryOperator<FarmSpec> change) throws IOException, InterruptedException {
        return start(change.apply(FarmSpec.on(freshFolder(), TestModel.TINY.exported())
                .withWorkers(1)
                .withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.COORDINATOR, "renderfarm.access.keys", "always")));
    }

    private static FlowFarm start(FarmSpec spec) throws InterruptedException {
        return new FlowFarm(
                spec.dataDirectory(),
                StandaloneFarm.start(spec.forAShortRun(), Installation.locate(), servers()),
                BUCKET);
    }

    /**
     * Another farm on the servers of this one, with workers that draw patterns and a bucket of its own. It is to be
     * closed first.
     */
    FlowFarm neighbour(String bucketName, int workers, UnaryOperator<FarmSpec> change)
            throws IOException, InterruptedException {
        FarmSpec spec = FarmSpec.on(freshFolder(), TestModel.TINY.exported())
                .withWorkers(workers)
                .withRenderer(RendererKind.FAKE)
                .withProperty(FarmPart.COORDINATOR, "renderfarm.storage.bucket", bucketName)
                .withProperty(FarmPart.WORKER, "renderfarm.storage.bucket", bucketName)
                .forAShortRun();
        BackingServices here = farm.services();
        var lent = new BackingServices(new LentServer(here.broker()), new LentServer(here.s3()), here.credentials());
        return new FlowFarm(
                spec.dataDirectory(),
                StandaloneFarm.start(change.apply(spec), Installation.locate(), lent),
                bucketName);
    }

    /** Another coordinator of this farm, with data of its own. It is to be closed first. */
    FlowFarm anotherCoordinator(UnaryOperator<FarmSpec> change) throws IOException, InterruptedException {
        return neighbour(BUCKET, 0, spec -> change.apply(spec)
                .withProperty(FarmPart.COORDINATOR, "renderfarm.access.first-key", secret("api-key"))
                .withProperty(FarmPart.COORDINATOR, "renderfarm.webhooks.secret", secret("webhooks-secret")));
    }

    /** Of those that all coordinators of a farm share. */
    String secret(String file) {
        try {
            return Files.readString(data.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On what an earlier release left, with the embedded servers: their data is what was left. */
    static FlowFarm upgradeOf(RecordedFolder recorded, int workers) throws IOException, InterruptedException {
        Path data = freshFolder();
        recorded.restoreTo(data);
        // what was recorded gets older with every day
        return onData(data, workers, spec -> spec.withProperty(
                        FarmPart.COORDINATOR, "renderfarm.ledger.retention.tasks", "P36500D")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.ledger.retention.status", "P36500D"));
    }

    /** What a farm with the embedded servers left when it was closed, started again. */
    static FlowFarm startedAgain(FlowFarm closed, int workers) throws IOException, InterruptedException {
        return startedAgain(closed, workers, spec -> spec);
    }

    static FlowFarm startedAgain(FlowFarm closed, int workers, UnaryOperator<FarmSpec> change)
            throws IOException, InterruptedException {
        return onData(closed.data, workers, change);
    }

    private static FlowFarm onData(Path data, int workers, UnaryOperator<FarmSpec> change)
            throws IOException, InterruptedException {
        FarmSpec spec = change.apply(FarmSpec.on(data, TestModel.TINY.exported())
                .withWorkers(workers)
                .forAShortRun()
                .withRenderer(RendererKind.FAKE));
        return new FlowFarm(data, StandaloneFarm.start(spec), BUCKET);
    }

    private static Path freshFolder() throws IOException {
        Path root = Files.createDirectories(Installation.locate().home().resolve("end-to-end/target/farms"));
        return Files.createTempDirectory(root, "farm-");
    }

    private static @Nullable BackingServices servers() {
        String servers = System.getProperty("renderfarm.flow.servers", "embedded");
        return switch (servers) {
            case "embedded" -> null;
            case "containers" -> ContainerServices.orSkip();
            default ->
                throw new IllegalArgumentException("renderfarm.flow.servers is embedded or containers, not " + servers);
        };
    }

    /** What the embedded S3 server keeps of a bucket. */
    Path bucketFolder(String name) {
        return data.resolve("s3/objects").resolve(name);
    }

    /** Lines of what a process has logged. */
    Stream<String> log(String process) throws IOException {
        return Files.readAllLines(data.resolve("logs").resolve(process + ".log")).stream();
    }

    /** What the farm keeps. */
    Path data() {
        return data;
    }

    StandaloneFarm processes() {
        return farm;
    }

    ShopClient client() {
        return client;
    }

    Bucket bucket() {
        return bucket;
    }

    @Override
    public void close() {
        farm.close();
    }
}
