package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.DataLock;
import dev.renderfarm.standalone.layout.FarmAddresses;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.Ports;
import dev.renderfarm.standalone.layout.S3Credentials;
import dev.renderfarm.standalone.process.ChildProcess;
import dev.renderfarm.standalone.process.JavaCommand;
import dev.renderfarm.standalone.process.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole farm on this machine: a Kafka broker, an S3 server, a coordinator and workers, each a process of its own
 * that ends with this one however it ends. What it stored is there again when it is started on the same data directory.
 */
public final class StandaloneFarm implements AutoCloseable {

    private final DataDirectory data;
    private final DataLock lock;
    private final Ports ports;
    private final BackingServices services;
    private final FarmChildren children;
    private final Consumer<String> news;
    private final @Nullable ChildProcess coordinator;
    private final List<ChildProcess> workers = new CopyOnWriteArrayList<>();

    private StandaloneFarm(
            FarmSpec spec,
            DataDirectory data,
            DataLock lock,
            Ports ports,
            BackingServices services,
            FarmChildren children,
            Consumer<String> news) {
        this.data = data;
        this.lock = lock;
        this.ports = ports;
        this.services = services;
        this.children = children;
        this.news = news;
        this.coordinator = spec.coordinated() ? new ChildProcess(children.coordinator(), news) : null;
        for (int number = 1; number <= spec.workers(); number++) {
            workers.add(new ChildProcess(children.worker(number, Map.of()), news));
        }
    }

    /** The farm, ready to render, from what the build left in the checkout around the working directory. */
    public static StandaloneFarm start(FarmSpec spec) throws InterruptedException {
        return start(spec, Installation.locate());
    }

    /**
     * The farm, ready to render, from what the build left in the checkout around the working directory.
     *
     * @param news told now and then what a start that takes long waits for
     * @see #start(FarmSpec, Installation)
     */
    public static StandaloneFarm start(FarmSpec spec, Consumer<String> news) throws InterruptedException {
        return start(spec, Installation.locate(), null, news);
    }

    /**
     * The farm, ready to render.
     *
     * @throws dev.renderfarm.standalone.layout.DataInUseException if another farm runs on the data directory
     * @throws dev.renderfarm.standalone.layout.PortTakenException if another program has the port that the spec wants
     * @throws dev.renderfarm.standalone.process.ChildFailedException if one of its processes does not start; the others
     * are stopped
     */
    public static StandaloneFarm start(FarmSpec spec, Installation installation) throws InterruptedException {
        return start(spec, installation, null);
    }

    /**
     * The farm, ready to render, on other servers than the embedded ones.
     *
     * @see #start(FarmSpec, Installation)
     */
    public static StandaloneFarm start(FarmSpec spec, Installation installation, @Nullable BackingServices services)
            throws InterruptedException {
        return start(spec, installation, services, StandaloneFarm::untold);
    }

    private static StandaloneFarm start(
            FarmSpec spec, Installation installation, @Nullable BackingServices services, Consumer<String> news)
            throws InterruptedException {
        DataDirectory data = new DataDirectory(spec.dataDirectory());
        data.create();
        DataLock lock = DataLock.acquire(data);
        StandaloneFarm farm;
        try {
            farm = assemble(spec, installation, data, lock, services, news);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        try {
            farm.startAll();
            return farm;
        } catch (RuntimeException | InterruptedException e) {
            farm.close();
            throw e;
        }
    }

    /** Base of the HTTP API, whoever starts the coordinator. */
    public URI url() {
        return children.coordinatorAddress();
    }

    /** Which of its ports are those of the last start. */
    public Ports ports() {
        return ports;
    }

    /** The broker and the S3 server below. */
    public BackingServices services() {
        return services;
    }

    /** @throws IllegalStateException if the farm is to have none of its own */
    public ChildProcess coordinator() {
        if (coordinator == null) {
            throw new IllegalStateException("the farm starts no coordinator");
        }
        return coordinator;
    }

    /** All that were ever started, in the order of their numbers. */
    public List<ChildProcess> workers() {
        return List.copyOf(workers);
    }

    /** @param number from 1, as in {@code worker-1} */
    public ChildProcess worker(int number) {
        return workers.get(number - 1);
    }

    /** All processes that the farm has started. */
    public List<Server> started() {
        List<Server> started = new ArrayList<>(List.of(services.broker(), services.s3()));
        started.addAll(clients());
        return started;
    }

    /** What somebody else gives the JVM of each process that the farm does not start, by the name of the process. */
    public Map<String, List<String>> jvmArgumentsOfMissing() {
        Map<String, List<String>> missing = new LinkedHashMap<>();
        if (coordinator == null) {
            missing.put(FarmSpec.COORDINATOR, children.coordinatorArguments());
        }
        if (workers.isEmpty()) {
            missing.put(FarmSpec.worker(1), children.workerArguments(1));
        }
        return missing;
    }

    /** Adds a worker and waits until it is ready. */
    public ChildProcess startWorker() throws InterruptedException {
        ChildProcess worker = addWorker(Map.of());
        worker.start();
        return worker;
    }

    /**
     * Adds a worker that whoever asks for it starts.
     *
     * @param settings of its own, which win over the farm's
     */
    public synchronized ChildProcess addWorker(Map<String, String> settings) {
        ChildProcess worker = new ChildProcess(children.worker(workers.size() + 1, settings), news);
        workers.add(worker);
        return worker;
    }

    /** Stops workers and coordinator first, so that they can say goodbye, then what they lean on. */
    @Override
    public void close() {
        stopAll(clients());
        stopAll(List.of(services.broker(), services.s3()));
        try {
            Files.deleteIfExists(data.addresses());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + data.addresses(), e);
        } finally {
            ports.close();
            lock.close();
        }
    }

    private static StandaloneFarm assemble(
            FarmSpec spec,
            Installation installation,
            DataDirectory data,
            DataLock lock,
            @Nullable BackingServices given,
            Consumer<String> news) {
        SecureRandom random = new SecureRandom();
        JavaCommand java = new JavaCommand(installation.lifelineAgent(), data.childrenLock());
        Ports ports = new Ports(data, random);
        try {
            int coordinatorPort = coordinatorPort(spec, ports);
            BackingServices services = given != null
                    ? given
                    : new EmbeddedServices(spec, installation, data, S3Credentials.of(data, random), java, ports)
                            .services(news);
            FarmChildren children = new FarmChildren(spec, installation, data, services, java, ports, coordinatorPort);
            return new StandaloneFarm(spec, data, lock, ports, services, children, news);
        } catch (RuntimeException e) {
            ports.close();
            throw e;
        }
    }

    /** First of all, so that a port that is asked for is not given to another part. */
    private static int coordinatorPort(FarmSpec spec, Ports ports) {
        if (spec.httpPort() != 0) {
            return spec.coordinated() ? ports.of(FarmSpec.COORDINATOR, spec.httpPort()) : spec.httpPort();
        }
        return spec.coordinated() ? ports.of(FarmSpec.COORDINATOR) : ports.ofOther(FarmSpec.COORDINATOR);
    }

    private void startAll() throws InterruptedException {
        List<Server> servers = List.of(services.broker(), services.s3());
        servers.forEach(Server::launch);
        awaitReady(servers);
        clients().forEach(Server::launch);
        if (coordinator != null) { // without it nobody makes the topics that workers wait for
            awaitReady(clients());
        }
        new FarmAddresses(
                        url(),
                        services.s3().address(),
                        services.bootstrapServers(),
                        ProcessHandle.current().pid())
                .write(data.addresses());
    }

    private List<Server> clients() {
        List<Server> clients = new ArrayList<>(workers);
        if (coordinator != null) {
            clients.add(0, coordinator);
        }
        return clients;
    }

    private static void awaitReady(List<Server> servers) throws InterruptedException {
        for (Server server : servers) {
            server.awaitReady();
        }
    }

    private static void untold(String news) {}

    private static void stopAll(List<Server> servers) {
        servers.forEach(Server::signal);
        servers.forEach(Server::close);
    }
}
