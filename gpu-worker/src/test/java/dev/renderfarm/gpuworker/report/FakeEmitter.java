package dev.renderfarm.gpuworker.report;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;

/** An emitter whose broker refuses the first records. */
final class FakeEmitter implements Emitter<byte[]> {

    private final List<Message<?>> messages = new ArrayList<>();
    private int refusals;

    void refuse(int first) {
        refusals = first;
    }

    List<Message<?>> messages() {
        return List.copyOf(messages);
    }

    @Override
    public <M extends Message<? extends byte[]>> void send(M message) {
        messages.add(message);
        if (refusals > 0) {
            refusals--;
            message.nack(new IllegalStateException("the broker is away"));
        } else {
            message.ack();
        }
    }

    @Override
    public CompletionStage<Void> send(byte[] payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void complete() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void error(Exception problem) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean hasRequests() {
        return true;
    }
}
