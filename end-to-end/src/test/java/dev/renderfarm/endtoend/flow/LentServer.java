package dev.renderfarm.endtoend.flow;

import dev.renderfarm.standalone.process.Server;
import java.net.URI;

/** A server that another farm runs: it is used, and neither started nor stopped. */
record LentServer(Server lender) implements Server {

    @Override
    public String name() {
        return lender.name();
    }

    @Override
    public URI address() {
        return lender.address();
    }

    @Override
    public boolean isAlive() {
        return lender.isAlive();
    }

    @Override
    public void launch() {}

    @Override
    public void awaitReady() throws InterruptedException {
        lender.awaitReady();
    }

    @Override
    public void signal() {}

    @Override
    public void stop() {}

    @Override
    public void kill() {}

    @Override
    public void close() {}
}
