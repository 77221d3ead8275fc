package dev.renderfarm.coordinator.webhooks.process;

import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.coordinator.webhooks.DeliveryAnswer;
import dev.renderfarm.coordinator.webhooks.Receiver;
import dev.renderfarm.coordinator.webhooks.SignedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages on their way, each on a thread of others. For one thread. */
final class Calls {

    /** A delivery as it was when it was sent. */
    record Answered(WebhookDelivery delivery, DeliveryAnswer answer) {}

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Receiver receiver;
    private final Executor executor;
    private final BlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
    private int onTheirWay;

    Calls(Receiver receiver, Executor executor) {
        this.receiver = receiver;
        this.executor = executor;
    }

    void send(WebhookDelivery delivery, SignedMessage message) {
        executor.execute(() -> answers.add(new Answered(delivery, answer(message))));
        onTheirWay++;
    }

    /** Those that have come; waits for none. */
    List<Answered> take() {
        List<Answered> taken = new ArrayList<>();
        answers.drainTo(taken);
        onTheirWay -= taken.size();
        return taken;
    }

    /** Waits until none is on its way, as long as it may; returns what has come. */
    List<Answered> takeAll(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<Answered> taken = new ArrayList<>(take());
        while (onTheirWay > 0) {
            Answered next = answers.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            onTheirWay--;
            taken.add(next);
        }
        return taken;
    }

    private DeliveryAnswer answer(SignedMessage message) {
        try {
            return receiver.send(message);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("problem", e.toString()).log("a message could not be sent");
            return DeliveryAnswer.failed("the farm failed to send it");
        }
    }
}
