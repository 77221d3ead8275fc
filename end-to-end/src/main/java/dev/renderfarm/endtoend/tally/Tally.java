package dev.renderfarm.endtoend.tally;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that a fleet has claimed, drawn and reported, kept in memory. Safe for use by several threads. */
public final class Tally {

    private final List<Claim> claims = new ArrayList<>();
    private final Map<ModelName, List<Span>> turns = new HashMap<>();
    private final Map<TaskId, Integer> pictures = new HashMap<>();
    private int failures;
    private int lostLocks;

    public synchronized void claimed(Claim claim) {
        claims.add(claim);
    }

    /** A device of that model worked. */
    public synchronized void drew(ModelName model, Span turn) {
        turns.computeIfAbsent(model, name -> new ArrayList<>()).add(turn);
    }

    /** The result of an attempt is safely written. */
    public synchronized void reported(TaskId task, boolean hasPicture) {
        if (hasPicture) {
            pictures.merge(task, 1, Integer::sum);
        } else {
            failures++;
        }
    }

    /** A worker could not keep what it held. */
    public synchronized void lostLock() {
        lostLocks++;
    }

    /** Times in which a task of that model was on the topic and in no worker's hands. */
    public synchronized List<Span> waiting(ModelName model) {
        return Span.union(records(model).stream().map(Claim::queued).toList());
    }

    /**
     * Of the time in which tasks of the model waited, how much its devices worked: from 0 to 1, and 0 where none waited.
     *
     * @param devices of the model
     * @param within what is outside of it counts for nothing
     */
    public synchronized double busyShare(ModelName model, int devices, Span within) {
        List<Span> waiting = waiting(model).stream()
                .filter(span -> !span.overlap(within).isZero())
                .map(span -> new Span(
                        later(span.from(), within.from()), span.to().isBefore(within.to()) ? span.to() : within.to()))
                .toList();
        Duration wanted = sum(waiting.stream().map(Span::length).toList());
        Duration worked = sum(turns.getOrDefault(model, List.of()).stream()
                .flatMap(turn -> waiting.stream().map(turn::overlap))
                .toList());
        return wanted.isZero() ? 0 : (double) worked.toNanos() / wanted.toNanos() / devices;
    }

    /** From the first task on the topic to the last claim, of that model. */
    public synchronized Span whole(ModelName model) {
        List<Claim> own = of(model);
        if (own.isEmpty()) {
            throw new IllegalStateException("no worker of model " + model + " has claimed a task");
        }
        return new Span(
                own.stream().map(Claim::queuedAt).min(Comparator.naturalOrder()).orElseThrow(),
                own.stream()
                        .map(claim -> claim.queued().to())
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /** How many tasks of each of the batches were claimed within that time, first deliveries alone. */
    public synchronized Map<BatchId, Integer> claimed(Collection<BatchId> batches, Span within) {
        Map<BatchId, Integer> claimed = new HashMap<>();
        batches.forEach(batch -> claimed.put(batch, 0));
        first(claims).stream()
                .filter(claim -> within.holds(claim.claimedAt()))
                .forEach(claim -> claimed.computeIfPresent(claim.task().batchId(), (batch, count) -> count + 1));
        return claimed;
    }

    /**
     * When all of the batches wanted devices: from when the last of them had its first task on the topic to when the first of
     * them had the last of its tasks claimed, first deliveries alone. Of no length where there was no such time.
     */
    public synchronized Span together(Collection<BatchId> batches) {
        Map<BatchId, Instant> firsts = new HashMap<>();
        Map<BatchId, Instant> lasts = new HashMap<>();
        for (Claim claim : first(claims)) {
            firsts.merge(claim.task().batchId(), claim.queuedAt(), Tally::earlier);
            lasts.merge(claim.task().batchId(), claim.claimedAt(), Tally::later);
        }
        if (!firsts.keySet().containsAll(batches)) {
            return new Span(Instant.EPOCH, Instant.EPOCH);
        }
        Instant from =
                batches.stream().map(firsts::get).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        Instant to =
                batches.stream().map(lasts::get).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        return new Span(from, later(from, to));
    }

    /** Tasks on the model's topic that nobody had claimed yet, at that moment. */
    public synchronized long lag(ModelName model, Instant moment) {
        return records(model).stream()
                .filter(claim -> claim.queued().holds(moment))
                .count();
    }

    /** Different tasks of that model that were claimed. */
    public synchronized int claimedOf(ModelName model) {
        return first(of(model)).size();
    }

    /** Claims of a task that somebody had claimed before, or that the broker had handed out before. */
    public synchronized long redeliveries() {
        return claims.size()
                - first(claims).stream()
                        .filter(claim -> claim.deliveries() == 1)
                        .count();
    }

    /** Pictures reported beyond the first of a task: harmless, and work for nothing. */
    public synchronized int drawnAgain() {
        return pictures.values().stream().mapToInt(count -> count - 1).sum();
    }

    /** Tasks of which a picture was reported. */
    public synchronized int drawn() {
        return pictures.size();
    }

    /** Attempts reported without a picture. */
    public synchronized int failures() {
        return failures;
    }

    public synchronized int lostLocks() {
        return lostLocks;
    }

    private List<Claim> of(ModelName model) {
        return claims.stream().filter(claim -> claim.model().equals(model)).toList();
    }

    /** The first claim of each record on the topic: what is delivered again was in somebody's hands before. */
    private List<Claim> records(ModelName model) {
        Map<List<Object>, Claim> records = new HashMap<>();
        of(model)
                .forEach(claim -> records.merge(
                        List.of(claim.task(), claim.queuedAt()),
                        claim,
                        (one, other) -> other.claimedAt().isBefore(one.claimedAt()) ? other : one));
        return List.copyOf(records.values());
    }

    private static List<Claim> first(List<Claim> claims) {
        Set<TaskId> seen = new HashSet<>();
        return claims.stream().filter(claim -> seen.add(claim.task())).toList();
    }

    private static Duration sum(Collection<Duration> times) {
        return times.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
