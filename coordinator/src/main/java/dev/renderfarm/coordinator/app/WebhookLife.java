package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.config.StreamsConfig;
import dev.renderfarm.coordinator.usage.BudgetBook;
import dev.renderfarm.coordinator.webhooks.BudgetEvent;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import dev.renderfarm.coordinator.webhooks.WebhookSecrets;
import dev.renderfarm.coordinator.webhooks.post.OkHttpReceiver;
import dev.renderfarm.coordinator.webhooks.process.WebhookFollower;
import dev.renderfarm.coordinator.webhooks.process.WebhookProcess;
import dev.renderfarm.coordinator.webhooks.process.WebhookSender;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Sends messages for as long as the process does, where the farm has a secret for them. */
@Singleton
class WebhookLife {

    private static final long STOP_WITHIN_MILLIS = 4_000;
    private static final long FOLLOWER_STOP_MILLIS = 2_000;

    private final OwnershipLife settling;
    private final boolean enabled;
    private final WebhookSender sender;
    private final WebhookFollower follower;
    private final ExecutorService calls =
            Executors.newFixedThreadPool(Dispatch.Limits.USUAL.atOnce(), call -> daemon(call, "webhook-call"));
    private final Thread followerThread;
    private final Thread senderThread;

    WebhookLife(
            OwnershipLife settling,
            WebhookProcess process,
            Dispatch dispatch,
            BudgetBook budgets,
            WebhookSecrets secrets,
            OkHttpReceiver receiver,
            StreamsConfig config) {
        this.settling = settling;
        this.enabled = config.enabled() && secrets.areKnown();
        this.sender = process.sender(
                dispatch, () -> warnings(budgets), secrets, receiver, calls, OkHttpReceiver.LIMIT.plusSeconds(5));
        this.follower = process.follower();
        this.followerThread = daemon(() -> onceSettled(follower), "webhook-follower");
        this.senderThread = daemon(() -> onceSettled(sender), "webhook-sender");
    }

    static List<BudgetEvent> warnings(BudgetBook budgets) {
        return budgets.warnings().stream()
                .map(warning -> new BudgetEvent(warning.id(), warning.notice()))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            followerThread.start();
            senderThread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        sender.stop();
        senderThread.join(STOP_WITHIN_MILLIS);
        senderThread.interrupt();
        follower.stop();
        followerThread.join(FOLLOWER_STOP_MILLIS);
        followerThread.interrupt();
        calls.shutdownNow();
    }

    /** Else it would say that there are no webhooks. */
    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> HealthCheckResponse.named("webhooks")
                .status(!enabled || follower.isComplete())
                .build();
    }

    private void onceSettled(Runnable work) {
        try {
            settling.await();
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
