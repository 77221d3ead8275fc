package dev.renderfarm.cli.watch;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.watch.EventReader.Arrival;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows a batch until it ends. It listens to the event stream, asks again whenever the stream breaks, falls silent or
 * is refused, and gives up only after the farm has been away for a while. Not thread-safe.
 */
public final class BatchWatch {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BatchSource source;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private @Nullable Instant failingSince;

    public BatchWatch(BatchSource source, Sleeper sleeper, InstantSource clock) {
        this.source = source;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /**
     * @param onNews is given the batch as it is now, then every news of it once and in order
     * @param onSilence is given the batch as it was last heard of, whenever the farm has nothing new to say
     * @return the batch as it ended
     */
    public Batch follow(BatchId id, NewsReader onNews, NewsReader onSilence) throws InterruptedException {
        News news = new News(onNews);
        news.take(source.now(id));
        while (!news.isLast()) {
            try {
                listen(id, news, onSilence);
                if (!news.isLast()) {
                    sleeper.sleep(BETWEEN_TRIES);
                    news.take(source.now(id));
                    onSilence.read(news.latest());
                }
                failingSince = null;
            } catch (FarmException e) {
                if (!e.code().retryable() || isBeyondPatience()) {
                    throw e;
                }
                sleeper.sleep(BETWEEN_TRIES);
            }
        }
        return news.latest();
    }

    private void listen(BatchId id, News news, NewsReader onSilence) throws InterruptedException {
        EventStream stream = new EventStream();
        try (EventReader reader = new EventReader(events(id))) {
            while (!news.isLast()) {
                Optional<Arrival> arrival = reader.next(SILENCE);
                if (arrival.isEmpty()) {
                    news.take(source.now(id));
                    onSilence.read(news.latest());
                } else if (arrival.get() instanceof Arrival.Line line) {
                    Optional<Batch> told = stream.accept(line.text());
                    if (told.isPresent()) {
                        news.take(told.get());
                    } else {
                        onSilence.read(news.latest());
                    }
                } else {
                    return;
                }
                failingSince = null;
            }
        }
    }

    private boolean isBeyondPatience() {
        Instant now = clock.instant();
        if (failingSince == null) {
            failingSince = now;
        }
        return now.isAfter(failingSince.plus(PATIENCE));
    }

    /** None of a farm that has no event stream, which is asked instead. */
    private Stream<String> events(BatchId id) throws InterruptedException {
        try {
            return source.events(id);
        } catch (FarmException e) {
            if (e.code() == FailureCode.FARM_UNREACHABLE) {
                throw e;
            }
            return Stream.empty();
        }
    }
}
