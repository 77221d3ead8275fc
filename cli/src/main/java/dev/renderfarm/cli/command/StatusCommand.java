package dev.renderfarm.cli.command;

import dev.renderfarm.cli.progress.TimeText;
import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.batch.Cost;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Tells what the farm is at. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Tells what the farm is at: its workers, what waits, how fast it goes, and what today took.")
final class StatusCommand implements Callable<Integer> {

    private static final double SECONDS_PER_HOUR = 3_600;

    private final CommandEnvironment environment;
    private final FarmOptions options;

    StatusCommand(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        FarmView farm = options.client(environment).farm();
        options.print(farm, text(farm));
        return 0;
    }

    private static String text(FarmView farm) {
        FarmView.Workers workers = farm.workers();
        return line("farm", farm.state().wireName())
                + line(
                        "workers",
                        String.format(
                                Locale.ROOT,
                                "%d live, %d busy, %d starting, %d set aside, %d draining",
                                workers.live(),
                                workers.busy(),
                                workers.starting(),
                                workers.setAside(),
                                workers.draining()))
                + line(
                        "work",
                        String.format(
                                Locale.ROOT,
                                "%d open batches, %d pictures wait (%d of them paused), %d in flight",
                                farm.batches(),
                                farm.waiting(),
                                farm.paused(),
                                farm.inFlight()))
                + line("speed", String.format(Locale.ROOT, "%.2f images/s%s", farm.imagesPerSecond(), left(farm)))
                + today(farm);
    }

    /** Nothing until the farm knows it. */
    private static String today(FarmView farm) {
        FarmView.Today today = farm.today();
        if (today == null) {
            return "";
        }
        Cost cost = today.cost();
        return line(
                "today",
                String.format(
                        Locale.ROOT,
                        "%d pictures, %d failed attempts, %.2f device hours%s",
                        today.rendered(),
                        today.failed(),
                        today.usage().deviceSeconds().doubleValue() / SECONDS_PER_HOUR,
                        cost == null
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", %.2f %s",
                                        cost.amount(),
                                        cost.price().currency())));
    }

    private static String left(FarmView farm) {
        return farm.secondsLeft() == null
                ? ""
                : ", " + TimeText.about(Duration.ofSeconds(Math.round(farm.secondsLeft()))) + " left";
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-8s %s%n", name, value);
    }
}
