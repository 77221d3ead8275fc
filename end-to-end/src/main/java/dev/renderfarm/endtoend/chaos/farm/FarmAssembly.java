package dev.renderfarm.endtoend.chaos.farm;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.chaos.fault.Part;
import dev.renderfarm.endtoend.chaos.link.BucketLink;
import dev.renderfarm.endtoend.chaos.link.TcpLink;
import dev.renderfarm.standalone.farm.BackingServices;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.process.ChildProcess;
import dev.renderfarm.standalone.process.HttpReadyCheck;
import dev.renderfarm.standalone.process.ReadyCheck;
import dev.renderfarm.standalone.process.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the farm together: servers, links, processes, disks, clocks, and who keeps them up. */
final class FarmAssembly implements AutoCloseable {

    private static final List<Part> WITH_CLOCK = List.of(Part.COORDINATOR_2, Part.WORKER_3);
    private static final Map<Part, Integer> DISK_MEGABYTES =
            Map.of(Part.BROKER, 768, Part.BUCKET, 128, Part.COORDINATOR_1, 96, Part.COORDINATOR_2, 96);

    private final DataDirectory data;
    private final String modelName;
    private final Map<Part, SmallDisk> disks = new EnumMap<>(Part.class);
    private final Map<Part, ShiftedClock> clocks = new EnumMap<>(Part.class);
    private final Map<Part, ChaosFarm.Links> links = new EnumMap<>(Part.class);
    private final Map<Part, Keeper> keepers = new EnumMap<>(Part.class);
    private final List<Thread> threads = new ArrayList<>();
    private final FreePorts ports = new FreePorts();
    private @Nullable StandaloneFarm servers;

    private FarmAssembly(DataDirectory data, String modelName) {
        this.data = data;
        this.modelName = modelName;
    }

    static FarmAssembly start(Path folder, Path model) throws IOException, InterruptedException {
        ModelManifest manifest = Json.read(Files.readAllBytes(model.resolve("model.json")), ModelManifest.class);
        FarmAssembly assembly =
                new FarmAssembly(new DataDirectory(folder), manifest.name().value());
        Runtime.getRuntime().addShutdownHook(new Thread(assembly::abandon, "chaos-end"));
        try {
            assembly.startAll(model);
            return assembly;
        } catch (IOException | InterruptedException | RuntimeException e) {
            assembly.close();
            throw e;
        }
    }

    String modelName() {
        return modelName;
    }

    BackingServices services() {
        return started().services();
    }

    List<URI> coordinators() {
        return Part.clients().stream()
                .filter(Part::isCoordinator)
                .map(part -> keeper(part).server().address())
                .toList();
    }

    boolean hasSmallDisks() {
        return disks.size() == DISK_MEGABYTES.size();
    }

    boolean hasClocks() {
        return !clocks.isEmpty();
    }

    Keeper keeper(Part part) {
        return ChaosFarm.of(keepers, part, "process");
    }

    ChaosFarm.Links links(Part part) {
        return ChaosFarm.of(links, part, "links");
    }

    SmallDisk disk(Part part) {
        return ChaosFarm.of(disks, part, "disk of its own");
    }

    ShiftedClock clock(Part part) {
        return ChaosFarm.of(clocks, part, "clock of its own");
    }

    private void startAll(Path model) throws IOException, InterruptedException {
        data.create();
        mountDisks();
        Map<Part, Integer> doors = new EnumMap<>(Part.class);
        Map<Part, TcpLink> toBroker = new EnumMap<>(Part.class);
        List<String> sideDoors = new ArrayList<>();
        for (Part part : Part.clients()) {
            int door = ports.next();
            TcpLink link = new TcpLink(door);
            doors.put(part, door);
            toBroker.put(part, link);
            sideDoors.add(door + ":" + link.port());
        }
        servers = StandaloneFarm.start(FarmSpec.on(data.root(), model)
                .withoutCoordinator()
                .withWorkers(0)
                .withJvm(
                        FarmPart.BROKER,
                        jvm -> jvm.property("renderfarm.broker.side-doors", String.join(",", sideDoors))));
        for (Part part : Part.clients()) {
            links.put(
                    part,
                    new ChaosFarm.Links(
                            ChaosFarm.of(toBroker, part, "link"),
                            new BucketLink(services().s3().address())));
        }
        startProcesses(model);
    }

    private void mountDisks() throws IOException, InterruptedException {
        for (Map.Entry<Part, Integer> size : DISK_MEGABYTES.entrySet()) {
            Part part = size.getKey();
            SmallDisk.mount(folder(part), size.getValue()).ifPresent(disk -> disks.put(part, disk));
        }
    }

    private Path folder(Part part) {
        return switch (part) {
            case BROKER -> data.kafka();
            case BUCKET -> data.s3Objects();
            default -> LinkedProcesses.tables(data, part);
        };
    }

    private void startProcesses(Path model) throws IOException, InterruptedException {
        keep(Part.BROKER, services().broker(), new ListensCheck(port(services().broker())));
        keep(
                Part.BUCKET,
                services().s3(),
                HttpReadyCheck.answers(services().s3().address()));
        LinkedProcesses processes = new LinkedProcesses(
                model, Installation.locate(), data, services().credentials(), ports);
        Optional<Path> library = ShiftedClock.compile(data.root());
        for (Part part : Part.clients()) {
            Map<String, String> environment = Map.of();
            if (WITH_CLOCK.contains(part) && library.isPresent()) {
                ShiftedClock clock =
                        new ShiftedClock(library.get(), data.root().resolve(part.processName() + ".clock"));
                clocks.put(part, clock);
                environment = clock.environment();
            }
            ChildProcess process =
                    processes.process(part, links(part).broker(), links(part).bucket(), environment);
            keep(part, process, HttpReadyCheck.ok(process.address().resolve("/q/health/ready")));
            process.launch();
        }
        for (Part part : Part.clients()) {
            keeper(part).server().awaitReady();
        }
        for (Keeper keeper : keepers.values()) {
            Thread thread = new Thread(keeper, "keeper-" + keeper.part().processName());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void keep(Part part, Server server, ReadyCheck ready) {
        keepers.put(part, new Keeper(part, server, ready));
    }

    private static int port(Server server) {
        return server.address().getPort();
    }

    private StandaloneFarm started() {
        if (servers == null) {
            throw new IllegalStateException("the servers are not started yet");
        }
        return servers;
    }

    /** Where the run is broken off: processes that stand still and file systems would outlive it. */
    private void abandon() {
        keepers.values().forEach(Keeper::end);
        try {
            for (Keeper keeper : keepers.values()) {
                keeper.server().kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disks.values().forEach(SmallDisk::close);
    }

    @Override
    public void close() {
        keepers.values().forEach(Keeper::end);
        threads.forEach(Thread::interrupt);
        Part.clients().stream()
                .filter(keepers::containsKey)
                .forEach(part -> keeper(part).server().signal());
        Part.clients().stream()
                .filter(keepers::containsKey)
                .forEach(part -> keeper(part).server().close());
        if (servers != null) {
            servers.close();
        }
        disks.values().forEach(SmallDisk::close);
        disks.clear();
        try {
            for (ChaosFarm.Links each : links.values()) {
                each.broker().close();
                each.bucket().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
