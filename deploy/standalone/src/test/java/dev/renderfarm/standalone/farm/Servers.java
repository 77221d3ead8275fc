package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.Installation;
import dev.renderfarm.standalone.layout.Ports;
import dev.renderfarm.standalone.layout.S3Credentials;
import dev.renderfarm.standalone.process.ChildProcess;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The two servers of a farm without the farm; as a program it starts them and waits to be killed. */
record Servers(ChildProcess broker, ChildProcess s3, FarmChildren children, S3Credentials credentials)
        implements AutoCloseable {

    static Servers on(Path directory) {
        DataDirectory data = new DataDirectory(directory);
        data.create();
        SecureRandom random = new SecureRandom();
        S3Credentials credentials = S3Credentials.of(data, random);
        FarmChildren children = new FarmChildren(
                FarmSpec.on(directory, Path.of("unused")), Installation.locate(), data, credentials, new Ports(random));
        return new Servers(new ChildProcess(children.broker()), new ChildProcess(children.s3()), children, credentials);
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
