package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.batch.Hindrance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the batches of the whole farm want and have, and so what those of this process may give out. Of its own batches
 * the process knows the latest; of all others what the status topic tells. A place that falls to a batch of another
 * coordinator is left to it, which comes to the same by itself. Shared by the stream threads.
 */
public final class FarmShares {

    /** Batches of a model: the work grows with the square of them. */
    private static final int MOST_FORESEEN = 500;

    private final TenantWeights weights;
    private final Allowances allowances;
    private final Map<BatchId, Contender> own = new HashMap<>();
    private final Map<BatchId, Contender> heard = new HashMap<>();
    private final Map<BatchId, Ended> ended = new HashMap<>();
    /** Pictures that have settled, as far as was heard, of batches of this process too. */
    private final Map<BatchId, Integer> settled = new HashMap<>();

    private final Map<ModelName, Counting> countings = new HashMap<>();

    /** Of what has ended: pictures that have settled. */
    private record Ended(TenantName tenant, int settled) {}

    /** What was counted of a model. */
    private record Counting(TenantTimes tally, MissedPictures turns, Expected expected) {}

    /** Where everyone may have everything. */
    public FarmShares(TenantWeights weights) {
        this(weights, Allowances.UNLIMITED);
    }

    public FarmShares(TenantWeights weights, Allowances allowances) {
        this.weights = weights;
        this.allowances = allowances;
    }

    /** How a batch of this process stands. */
    public synchronized void tell(Contender batch) {
        own.put(batch.batch(), batch);
    }

    /** The batch goes to another coordinator, which tells of it from now on. */
    public synchronized void leave(BatchId batch) {
        own.remove(batch);
    }

    /**
     * A batch of this process has nothing in flight any more, and never will: what is still heard of it is late.
     *
     * @param settled pictures of it that were rendered or have failed
     */
    public synchronized void end(BatchId batch, int settled) {
        Contender last = own.remove(batch);
        if (last != null) {
            ended.put(batch, new Ended(last.tenant(), settled));
            heard.remove(batch);
        }
    }

    /** @param all of the farm that are open, as far as is known; this process's may be among them */
    public synchronized void hear(Collection<Contender> all) {
        heard.clear();
        settled.clear();
        for (Contender batch : all) {
            heard.put(batch.batch(), batch);
            settled.put(batch.batch(), batch.spent().settled());
        }
        ended.keySet().retainAll(heard.keySet());
        heard.keySet().removeAll(ended.keySet());
    }

    /**
     * @param window pictures of the model that may be in flight together
     * @return how many more pictures each batch of this process may give out now, in the order of their turn; a batch that
     *     may give out none is not in it
     */
    public synchronized Map<BatchId, Integer> places(ModelName model, int window, Instant now) {
        List<Contender> foreign = new ArrayList<>();
        heard.values().stream()
                .filter(batch -> batch.model().equals(model) && !own.containsKey(batch.batch()))
                .forEach(foreign::add);
        List<Contender> contenders = new ArrayList<>();
        own.values().stream().filter(batch -> batch.model().equals(model)).forEach(contenders::add);
        Counting counting = counting(model);
        Set<TenantName> hereAndThere =
                contenders.stream().map(Contender::tenant).collect(Collectors.toSet());
        hereAndThere.retainAll(foreign.stream().map(Contender::tenant).toList());
        Map<BatchId, Contender> expected = new LinkedHashMap<>();
        foreign.forEach(batch -> expected.put(batch.batch(), counting.expected().now(batch, now)));
        contenders.addAll(expected.values());
        Map<TenantName, Double> times = counting.tally().look(contenders, hereAndThere, window);
        Map<BatchId, Long> missed = counting.turns().look(contenders);
        Map<BatchId, Integer> places =
                Allotment.of(window, contenders, times, missed, weights, allowed(contenders, expected));
        counting.expected().note(foreign, places, now);
        Map<BatchId, Integer> ours = new LinkedHashMap<>(places);
        ours.keySet().retainAll(own.keySet());
        return ours;
    }

    /**
     * How long each batch takes to its last picture where nothing else comes.
     *
     * @param window pictures of the model that may be in flight together
     * @param workers that draw
     * @param imagesPerSecond of these together; 0 where that is not known
     * @return seconds; nothing where nobody knows how long a picture takes, and where there are too many batches to work out
     */
    public synchronized Map<BatchId, Double> outlook(ModelName model, int window, int workers, double imagesPerSecond) {
        List<Contender> contenders = all(model).toList();
        if (contenders.size() > MOST_FORESEEN) {
            return Map.of();
        }
        double devices = Costs.of(contenders).isMeasured() ? workers : imagesPerSecond;
        return Outlook.seconds(contenders, weights, window, devices);
    }

    /** The tenant's part of the model among those that want something of it now; above 0 and at most 1. */
    public synchronized double share(ModelName model, TenantName tenant) {
        double others = counting(model).tally().wanting().stream()
                .filter(other -> !other.equals(tenant))
                .mapToDouble(weights::of)
                .sum();
        double part = weights.of(tenant);
        return part / (part + others);
    }

    /**
     * Whether a batch of this process may give out another attempt now: while its tenant's part is not in flight, and in any
     * case while its own share of that is not, so that none waits for the end of the others; and only as far as its tenant's
     * budgets go.
     *
     * @param inFlight of the batch, the latest
     */
    public synchronized boolean mayRetry(BatchId batch, int inFlight, int window) {
        Contender one = own.get(batch);
        if (one == null) {
            return true;
        }
        if (!isAllowedAnother(one, inFlight)) {
            return false;
        }
        double part = share(one.model(), one.tenant()) * window;
        List<Contender> others = all(one.model())
                .filter(other ->
                        other.tenant().equals(one.tenant()) && !other.batch().equals(batch))
                .toList();
        int ofTenant = inFlight + others.stream().mapToInt(Contender::inFlight).sum();
        return ofTenant < Math.ceil(part) || inFlight < Math.max(1, part / (1 + others.size()));
    }

    /** A batch of this process has given out another attempt, of which it will tell. */
    public synchronized void retried(BatchId batch) {
        own.computeIfPresent(batch, (id, contender) -> contender.retried());
    }

    /** Batches of the model beside this one that have something to give out or in flight. */
    public synchronized int others(ModelName model, BatchId one) {
        return (int) all(model)
                .filter(batch -> !batch.batch().equals(one) && (batch.fresh() > 0 || batch.inFlight() > 0))
                .count();
    }

    /** Why no batch of the tenant's has anything given out, where that lasts. */
    public Optional<Hindrance> hindrance(TenantName tenant) {
        return allowances.hindrance(tenant);
    }

    private boolean isAllowedAnother(Contender one, int inFlight) {
        if (allowances == Allowances.UNLIMITED) {
            return true;
        }
        Allowances.Claims claims = claims(one.tenant(), Map.of());
        int latest = claims.inFlight() + inFlight - one.inFlight();
        return allowances.more(one.tenant(), new Allowances.Claims(latest, 0, claims.unheard())) > 0;
    }

    /** @param foreign batches of other coordinators as they are expected to be by now, of one model */
    private Map<TenantName, Integer> allowed(Collection<Contender> contenders, Map<BatchId, Contender> foreign) {
        Map<TenantName, Integer> allowed = new HashMap<>();
        if (allowances != Allowances.UNLIMITED) {
            Allotment.byTenant(contenders)
                    .keySet()
                    .forEach(tenant -> allowed.put(tenant, allowances.more(tenant, claims(tenant, foreign))));
        }
        return allowed;
    }

    private Allowances.Claims claims(TenantName tenant, Map<BatchId, Contender> foreign) {
        int inFlight = 0;
        int retrying = 0;
        int unheard = 0;
        for (Contender batch : own.values()) {
            if (batch.tenant().equals(tenant)) {
                inFlight += batch.inFlight();
                retrying += batch.retrying();
                unheard += unheard(batch.batch(), batch.spent().settled());
            }
        }
        for (Contender told : heard.values()) {
            if (told.tenant().equals(tenant) && !own.containsKey(told.batch())) {
                Contender batch = foreign.getOrDefault(told.batch(), told);
                inFlight += batch.inFlight();
                retrying += batch.retrying();
            }
        }
        for (Map.Entry<BatchId, Ended> one : ended.entrySet()) {
            if (one.getValue().tenant().equals(tenant)) {
                unheard += unheard(one.getKey(), one.getValue().settled());
            }
        }
        return new Allowances.Claims(inFlight, retrying, unheard);
    }

    private int unheard(BatchId batch, int now) {
        return Math.max(0, now - settled.getOrDefault(batch, 0));
    }

    private Stream<Contender> all(ModelName model) {
        return Stream.concat(
                        own.values().stream(), heard.values().stream().filter(batch -> !own.containsKey(batch.batch())))
                .filter(batch -> batch.model().equals(model));
    }

    private Counting counting(ModelName model) {
        return countings.computeIfAbsent(
                model, name -> new Counting(new TenantTimes(weights), new MissedPictures(), new Expected()));
    }
}
