package dev.renderfarm.endtoend.chaos.fault;

import dev.renderfarm.endtoend.chaos.link.TcpLink;
import dev.renderfarm.endtoend.chaos.link.Treatment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/** All kinds of faults, drawn one after the other: none comes again before each has been. */
final class Deck {

    /** Topics of the farm, without its name. */
    static final List<String> TOPICS = List.of(
            "commands",
            "results",
            "batch-status",
            "workers",
            "tasks.%s",
            "tasks._interactive.%s",
            "drain-requests",
            "dead-letters",
            "audit",
            "keys",
            "identity",
            "webhooks",
            "webhook-deliveries");

    private static final Duration BEYOND_THE_LOCK = Duration.ofSeconds(18);

    private final Random random;
    private final List<Function<Deck, ChaosFault>> kinds;
    private final List<Function<Deck, ChaosFault>> left = new ArrayList<>();
    private int damaged;

    Deck(Random random, Predicate<ChaosFault> isWanted) {
        this.random = random;
        this.damaged = random.nextInt(TOPICS.size());
        this.kinds = all().stream()
                .filter(kind -> isWanted.test(kind.apply(new Deck(new Random(0)))))
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("no kind of fault is called so");
        }
    }

    private Deck(Random random) {
        this.random = random;
        this.kinds = List.of();
    }

    ChaosFault draw() {
        if (left.isEmpty()) {
            left.addAll(kinds);
        }
        return left.remove(random.nextInt(left.size())).apply(this);
    }

    private static List<Function<Deck, ChaosFault>> all() {
        List<Function<Deck, ChaosFault>> all = new ArrayList<>(processes());
        all.addAll(networks());
        all.addAll(buckets());
        all.addAll(machines());
        all.addAll(records());
        return all;
    }

    private static List<Function<Deck, ChaosFault>> processes() {
        return List.of(
                deck -> new ChaosFault.Kill(deck.worker()),
                deck -> new ChaosFault.Terminate(deck.worker()),
                deck -> new ChaosFault.Freeze(deck.worker(), BEYOND_THE_LOCK),
                deck -> new ChaosFault.Kill(deck.coordinator()),
                deck -> new ChaosFault.Terminate(deck.coordinator()),
                deck -> new ChaosFault.Freeze(deck.coordinator(), BEYOND_THE_LOCK),
                deck -> new ChaosFault.Away(Part.BROKER, true, deck.seconds(1, 8)),
                deck -> new ChaosFault.Away(Part.BROKER, false, deck.seconds(1, 8)),
                deck -> new ChaosFault.Away(Part.BUCKET, true, deck.seconds(1, 12)),
                deck -> new ChaosFault.Away(Part.BUCKET, false, deck.seconds(1, 12)),
                deck -> new ChaosFault.Stutter(Part.BROKER, 8),
                deck -> new ChaosFault.Stutter(Part.BUCKET, 8));
    }

    private static List<Function<Deck, ChaosFault>> networks() {
        return List.of(
                deck -> new ChaosFault.Unreachable(deck.worker(), TcpLink.Mode.CUT, deck.seconds(3, 20)),
                deck -> new ChaosFault.Unreachable(deck.coordinator(), TcpLink.Mode.CUT, deck.seconds(3, 20)),
                deck -> new ChaosFault.Unreachable(deck.worker(), TcpLink.Mode.HALF_OPEN, deck.seconds(3, 20)),
                deck -> new ChaosFault.Unreachable(deck.coordinator(), TcpLink.Mode.HALF_OPEN, deck.seconds(3, 20)),
                deck -> new ChaosFault.Lag(deck.worker(), deck.millis(50, 400), deck.seconds(5, 12)),
                deck -> new ChaosFault.Lag(deck.coordinator(), deck.millis(50, 400), deck.seconds(5, 12)),
                deck -> new ChaosFault.Reset(deck.worker()),
                deck -> new ChaosFault.Reset(deck.coordinator()));
    }

    private static List<Function<Deck, ChaosFault>> buckets() {
        List<Function<Deck, ChaosFault>> all = new ArrayList<>();
        for (boolean isWorker : new boolean[] {true, false}) {
            all.add(deck -> deck.bucket(isWorker, "slow", Treatment.slow(deck.millis(300, 3000))));
            all.add(deck -> deck.bucket(isWorker, "answers 503", Treatment.refusing(503, "SlowDown")));
            all.add(deck -> deck.bucket(isWorker, "answers 403", Treatment.refusing(403, "AccessDenied")));
            all.add(deck -> deck.bucket(isWorker, "resets PUTs in the middle", Treatment.BREAK_PUTS));
            all.add(deck -> deck.bucket(isWorker, "loses answers to PUTs", Treatment.LOSE_ANSWERS));
        }
        return all;
    }

    private static List<Function<Deck, ChaosFault>> machines() {
        return List.of(
                deck -> new ChaosFault.DiskFull(Part.BROKER, deck.seconds(2, 8)),
                deck -> new ChaosFault.DiskFull(Part.BUCKET, deck.seconds(2, 8)),
                deck -> new ChaosFault.DiskFull(deck.coordinator(), deck.seconds(2, 8)),
                deck -> new ChaosFault.ClockJump(Part.WORKER_3, deck.minutes(5, 600), deck.seconds(5, 15)),
                deck -> new ChaosFault.ClockJump(
                        Part.WORKER_3, deck.minutes(5, 600).negated(), deck.seconds(5, 15)),
                deck -> new ChaosFault.ClockJump(Part.COORDINATOR_2, deck.minutes(5, 600), deck.seconds(5, 15)),
                deck -> new ChaosFault.ClockJump(
                        Part.COORDINATOR_2, deck.minutes(5, 600).negated(), deck.seconds(5, 15)),
                deck -> new ChaosFault.HeapFull(deck.worker(), deck.seconds(2, 5)));
    }

    private static List<Function<Deck, ChaosFault>> records() {
        List<Function<Deck, ChaosFault>> all = new ArrayList<>();
        for (Damage damage : Damage.values()) {
            all.add(deck -> new ChaosFault.DamagedRecord(Part.COORDINATOR_1, deck.topic(), damage));
        }
        all.add(deck -> new ChaosFault.RepeatedResults(Part.COORDINATOR_1, 5 + deck.random.nextInt(40)));
        return all;
    }

    private ChaosFault bucket(boolean isWorker, String what, Treatment treatment) {
        return new ChaosFault.BadBucket(isWorker ? worker() : coordinator(), what, treatment, seconds(3, 15));
    }

    /** One after the other, so that each is damaged. */
    private String topic() {
        return TOPICS.get(damaged++ % TOPICS.size());
    }

    private Part worker() {
        return oneOf(Part.WORKER_1, Part.WORKER_2, Part.WORKER_3);
    }

    private Part coordinator() {
        return oneOf(Part.COORDINATOR_1, Part.COORDINATOR_2);
    }

    private Part oneOf(Part... parts) {
        return parts[random.nextInt(parts.length)];
    }

    private Duration minutes(int from, int to) {
        return Duration.ofMinutes(between(from, to));
    }

    private Duration seconds(int from, int to) {
        return Duration.ofSeconds(between(from, to));
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(between(from, to));
    }

    private int between(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }
}
