package dev.renderfarm.cli.command;

import dev.renderfarm.cli.progress.BarProgress;
import dev.renderfarm.cli.progress.JsonProgress;
import dev.renderfarm.cli.progress.LineProgress;
import dev.renderfarm.cli.progress.ProgressView;
import dev.renderfarm.cli.watch.BatchSource;
import dev.renderfarm.cli.watch.BatchWatch;
import dev.renderfarm.cli.watch.NewsReader;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.stream.Collectors;

/** Shows a batch until it ends. */
final class Follow {

    private final CommandEnvironment environment;
    private final FarmOptions options;
    private final WaitingNotice notice;
    private String warned = "";

    Follow(CommandEnvironment environment, FarmOptions options) {
        this.environment = environment;
        this.options = options;
        this.notice = new WaitingNotice(environment.clock());
    }

    /** @return the exit code of the batch's end */
    int toTheEnd(BatchId id, BatchSource source) throws InterruptedException {
        Batch ended;
        try (Interrupts.Registration registration = environment.interrupts().onInterrupt(() -> tellHowToGoOn(id))) {
            ended = toTheEnd(id, source, view(), batch -> {});
        }
        if (!options.json) {
            options.say(BatchText.ending(ended, environment.clock().instant()));
        }
        return BatchExitCode.of(ended);
    }

    /** @param also is given the batch at every news and now and then between, after it was shown */
    Batch toTheEnd(BatchId id, BatchSource source, ProgressView view, NewsReader also) throws InterruptedException {
        BatchWatch watch = new BatchWatch(source, environment.sleeper(), environment.clock());
        try {
            return watch.follow(
                    id,
                    batch -> {
                        show(batch, view);
                        also.read(batch);
                    },
                    batch -> {
                        remind(batch, view);
                        also.read(batch);
                    });
        } finally {
            view.finish();
        }
    }

    private void show(Batch batch, ProgressView view) {
        view.show(batch);
        if (!options.json) {
            warn(BatchText.warnings(batch), view);
        }
        remind(batch, view);
    }

    /** Says what was not said before: some is found when the batch's files are written. */
    private void warn(String warnings, ProgressView view) {
        String news = warnings.lines()
                .map(line -> line + "\n")
                .filter(line -> !warned.contains(line))
                .collect(Collectors.joining());
        if (!news.isEmpty()) {
            view.finish();
            options.say(news);
        }
        warned = warnings;
    }

    private void remind(Batch batch, ProgressView view) {
        if (!options.json) {
            notice.of(batch).ifPresent(reason -> {
                view.finish();
                options.say(reason);
            });
        }
    }

    private ProgressView view() {
        if (options.json) {
            return new JsonProgress(options.out());
        }
        return environment.terminal()
                ? new BarProgress(options.out(), environment.clock())
                : new LineProgress(options.out(), environment.clock());
    }

    private void tellHowToGoOn(BatchId id) {
        options.err()
                .println("\nThe batch goes on. Watch it again: farm watch " + id + ", or stop it: farm cancel " + id);
        options.err().flush();
    }
}
