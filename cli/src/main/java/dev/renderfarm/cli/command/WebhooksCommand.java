package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.WebhooksClient;
import dev.renderfarm.common.api.DeletedWebhook;
import dev.renderfarm.common.api.DeliveryView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WebhookRequest;
import dev.renderfarm.common.api.WebhookView;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists webhooks, and has a command for each thing that is done with one. */
@Command(
        name = "webhooks",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Lists who is told by HTTP of what happens to batches and budgets.",
            "docs/webhooks.md says what a receiver gets, and how it checks that it came from the farm."
        })
final class WebhooksCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    /** Longer than a receiver is waited for. */
    private static final int LOOKS = 60;

    private static final int NEWEST = 100;
    private static final int FAILED = 7;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    WebhooksCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListView<WebhookView> page = client().all();
        Table table = new Table("WEBHOOK", "STATE", "TENANT", "EVENTS", "URL");
        page.data()
                .forEach(webhook -> table.add(
                        webhook.id().value(),
                        webhook.disabledAt() == null ? "enabled" : "disabled",
                        webhook.tenant() == null ? "" : webhook.tenant().value(),
                        webhook.events().stream().map(WebhookEvent::wireName).collect(Collectors.joining(",")),
                        webhook.url()));
        options.print(page, page.data().isEmpty() ? "No webhooks. Add one: farm webhooks add URL\n" : table.take());
        return 0;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Lists the webhooks, or what became of the latest messages of one.")
    int list(
            @Parameters(paramLabel = "ID", arity = "0..1", description = "The webhook, as farm webhooks names it")
                    @Nullable
                    WebhookId id)
            throws InterruptedException {
        if (id == null) {
            return call();
        }
        ListView<DeliveryView> page = client().deliveries(id, NEWEST);
        options.print(page, page.data().isEmpty() ? "Nothing was sent yet.\n" : deliveries(page.data()));
        return 0;
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Adds a webhook and shows its secret, once.")
    int add(
            @Parameters(paramLabel = "URL", description = "The receiver, https://…") String url,
            @Option(
                            names = "--events",
                            split = ",",
                            paramLabel = "NAME",
                            description =
                                    "Of what it is told, as batch.completed,batch.failed (default: of all but renderfarm.image.rendered,"
                                            + " which comes for every picture)")
                    @Nullable
                    List<String> events,
            @Option(names = "--tenant", paramLabel = "NAME", description = "Of whose batches (default: of all)")
                    @Nullable
                    TenantName tenant)
            throws InterruptedException {
        WebhookView added = client().add(new WebhookRequest(url, events, tenant == null ? null : tenant.value()));
        tellSecret(added);
        return 0;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Deletes a webhook; what was not delivered yet is not sent any more.")
    int delete(@Parameters(paramLabel = "ID") WebhookId id) throws InterruptedException {
        DeletedWebhook deleted = client().delete(id);
        String done = id + " is deleted";
        options.tell(done, () -> options.print(deleted, done + "\n"));
        return 0;
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Gives a webhook a new secret and shows it, once. For a day the one before it signs too.")
    int rotate(@Parameters(paramLabel = "ID") WebhookId id) throws InterruptedException {
        tellSecret(client().rotate(id));
        return 0;
    }

    @Command(
            name = "enable",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Has a webhook told again that was disabled, since its receiver answered 410.")
    int enable(@Parameters(paramLabel = "ID") WebhookId id) throws InterruptedException {
        WebhookView enabled = client().enable(id);
        String done = id + " is enabled; farm webhooks replay " + id + " sends what happened meanwhile";
        options.tell(done, () -> options.print(enabled, done + "\n"));
        return 0;
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Sends a test and waits for what comes of it; the exit code is 7 where it is not taken.")
    int test(@Parameters(paramLabel = "ID") WebhookId id) throws InterruptedException {
        WebhooksClient client = client();
        DeliveryView test = client.test(id);
        for (int look = 0; look < LOOKS && test.state() == DeliveryState.PENDING; look++) {
            environment.sleeper().sleep(BETWEEN_LOOKS);
            test = find(client, id, test);
        }
        options.print(test, deliveries(List.of(test)));
        return test.state() == DeliveryState.DELIVERED ? 0 : FAILED;
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description = "Sends again what was given up, or all since a moment, in its order and with its ids.")
    int replay(
            @Parameters(paramLabel = "ID") WebhookId id,
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            description = "All that happened since then, as 2026-01-02T17:00:00Z")
                    @Nullable
                    String since)
            throws InterruptedException {
        ListView<DeliveryView> begun = client().replay(id, since);
        int count = begun.data().size();
        String done = count + (count == 1 ? " message is" : " messages are") + " sent again"
                + (begun.hasMore() ? "; there are more: replay again when these are settled" : "");
        options.tell(done, () -> options.print(begun, done + "\n"));
        return 0;
    }

    private WebhooksClient client() {
        return options.client(environment).webhooks();
    }

    private void tellSecret(WebhookView webhook) {
        String text = webhook.id() + " has the secret " + webhook.secret() + "\nIt is not shown again.\n";
        options.tell(
                webhook.id() + " is there; give it another secret with rotate", () -> options.print(webhook, text));
    }

    private static DeliveryView find(WebhooksClient client, WebhookId id, DeliveryView test)
            throws InterruptedException {
        return client.deliveries(id, NEWEST).data().stream()
                .filter(delivery -> delivery.id().equals(test.id()))
                .findFirst()
                .orElse(test);
    }

    private static String deliveries(List<DeliveryView> deliveries) {
        Table table = new Table("ID", "EVENT", "ABOUT", "HAPPENED", "STATE", "FAILED", "NEXT", "HTTP", "PROBLEM");
        deliveries.forEach(delivery -> table.add(
                delivery.id(),
                delivery.type().wireName(),
                about(delivery),
                delivery.createdAt().toString(),
                delivery.state().wireName(),
                Integer.toString(delivery.attempts()),
                text(delivery.nextAttemptAt()),
                delivery.httpStatus() == null ? "" : delivery.httpStatus().toString(),
                delivery.problem() == null ? "" : delivery.problem()));
        return table.take();
    }

    /** A batch, a picture of one as tasks are named, or a budget. */
    private static String about(DeliveryView delivery) {
        BudgetNotice budget = delivery.budget();
        if (budget != null) {
            return budget.tenant() + " " + budget.budget() + " " + budget.warnedAt() + " %";
        }
        if (delivery.batchId() == null) {
            return "";
        }
        return delivery.index() == null
                ? delivery.batchId().value()
                : new TaskId(delivery.batchId(), delivery.index()).toString();
    }

    private static String text(@Nullable Instant moment) {
        return moment == null ? "" : moment.toString();
    }
}
