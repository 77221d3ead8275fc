package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.Ports;
import dev.renderfarm.standalone.layout.S3Credentials;
import dev.renderfarm.standalone.process.ChildProcess;
import dev.renderfarm.standalone.process.JavaCommand;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The two servers of a farm without the farm; as a program it starts them and waits to be killed. */
record Servers(ChildProcess broker, ChildProcess s3, BackingServices services) implements AutoCloseable {

    static Servers on(Path directory) {
        DataDirectory data = new DataDirectory(directory);
        data.create();
        SecureRandom random = new SecureRandom();
        Installation installation = Installation.locate();
        BackingServices services = new EmbeddedServices(
                        FarmSpec.on(directory, Path.of("unused")),
                        installation,
                        data,
                        S3Credentials.of(data, random),
                        new JavaCommand(installation.lifelineAgent(), data.childrenLock()),
                        new Ports(data, random))
                .services(news -> {});
        return new Servers((ChildProcess) services.broker(), (ChildProcess) services.s3(), services);
    }

    S3Credentials credentials() {
        return services.credentials();
    }

    /** @param arguments the data directory */
    public static void main(String[] arguments) throws InterruptedException {
        Servers servers = on(Path.of(arguments[0]));
        servers.start();
        System.out.println(servers.broker.pid() + " " + servers.s3.pid());
        Thread.currentThread().join();
    }

    void start() throws InterruptedException {
        broker.launch();
        s3.launch();
        broker.awaitReady();
        s3.awaitReady();
    }

    @Override
    public void close() {
        broker.close();
        s3.close();
    }
}
