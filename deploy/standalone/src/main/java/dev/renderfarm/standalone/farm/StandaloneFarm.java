package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.DataLock;
import dev.renderfarm.standalone.layout.FarmAddresses;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.Ports;
import dev.renderfarm.standalone.layout.S3Credentials;
import dev.renderfarm.standalone.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The whole farm on this machine: a Kafka broker, an S3 server, a coordinator and workers, each a process of its own that ends with
 * this one however it ends. What it stored is there again when it is started on the same data directory.
 */
public final class StandaloneFarm implements AutoCloseable {

    private final DataDirectory data;
    private final DataLock lock;
    private final FarmChildren children;
    private final S3Credentials credentials;
    private final ChildProcess broker;
    private final ChildProcess s3;
    private final ChildProcess coordinator;
    private final List<ChildProcess> workers = new CopyOnWriteArrayList<>();

    private StandaloneFarm(DataDirectory data, DataLock lock, FarmSpec spec, Installation installation) {
        this.data = data;
        this.lock = lock;
        SecureRandom random = new SecureRandom();
        this.credentials = S3Credentials.of(data, random);
        this.children = new FarmChildren(spec, installation, data, credentials, new Ports(random));
        this.broker = new ChildProcess(children.broker());
        this.s3 = new ChildProcess(children.s3());
        this.coordinator = new ChildProcess(children.coordinator());
        for (int number = 1; number <= spec.workers(); number++) {
            workers.add(new ChildProcess(children.worker(number)));
        }
    }

    /** The farm, ready to render, from what the build left in the checkout around the working directory. */
    public static StandaloneFarm start(FarmSpec spec) throws InterruptedException {
        return start(spec, Installation.locate());
    }

    /**
     * The farm, ready to render.
     *
     * @throws dev.renderfarm.standalone.layout.DataInUseException if another farm runs on the data directory
     * @throws dev.renderfarm.standalone.process.ChildFailedException if one of its processes does not start; the others are stopped
     */
    public static StandaloneFarm start(FarmSpec spec, Installation installation) throws InterruptedException {
        DataDirectory data = new DataDirectory(spec.dataDirectory());
        data.create();
        DataLock lock = DataLock.acquire(data);
        StandaloneFarm farm;
        try {
            farm = new StandaloneFarm(data, lock, spec, installation);
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

    /** Base of the HTTP API. */
    public URI url() {
        return coordinator.address();
    }

    /** Kafka's bootstrap servers. */
    public String bootstrapServers() {
        return children.bootstrapServers();
    }

    /** Keys of the S3 server. */
    public S3Credentials credentials() {
        return credentials;
    }

    public ChildProcess broker() {
        return broker;
    }

    public ChildProcess s3() {
        return s3;
    }

    public ChildProcess coordinator() {
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

    /** Adds a worker and waits until it is ready. */
    public synchronized ChildProcess startWorker() throws InterruptedException {
        ChildProcess worker = new ChildProcess(children.worker(workers.size() + 1));
        workers.add(worker);
        worker.start();
        return worker;
    }

    /** Stops workers and coordinator first, so that they can say goodbye, then what they lean on. */
    @Override
    public void close() {
        List<ChildProcess> clients = new ArrayList<>(workers);
        clients.add(coordinator);
        List<ChildProcess> servers = List.of(broker, s3);
        stopAll(clients);
        stopAll(servers);
        try {
            Files.deleteIfExists(data.addresses());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + data.addresses(), e);
        } finally {
            lock.close();
        }
    }

    private void startAll() throws InterruptedException {
        startTogether(List.of(broker, s3));
        List<ChildProcess> clients = new ArrayList<>(workers);
        clients.add(0, coordinator);
        startTogether(clients);
        new FarmAddresses(
                        url(),
                        s3.address(),
                        bootstrapServers(),
                        ProcessHandle.current().pid())
                .write(data.addresses());
    }

    private static void startTogether(List<ChildProcess> processes) throws InterruptedException {
        processes.forEach(ChildProcess::launch);
        for (ChildProcess process : processes) {
            process.awaitReady();
        }
    }

    private static void stopAll(List<ChildProcess> processes) {
        processes.forEach(ChildProcess::signal);
        processes.forEach(ChildProcess::close);
    }
}
