package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.ItemParts;
import dev.renderfarm.coordinator.batch.Workforce;
import dev.renderfarm.coordinator.ledger.decision.BatchDecisions;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Decision;
import dev.renderfarm.coordinator.ledger.decision.Departed;
import dev.renderfarm.coordinator.ledger.decision.NearDuplicates;
import dev.renderfarm.coordinator.ledger.decision.PictureDecisions;
import dev.renderfarm.coordinator.ledger.decision.ResultDecisions;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The books of the batches of one partition. Every event costs a bounded amount of work, however many tasks the batch
 * has. Used by one thread; after an error or a restart a new one goes on from the tables.
 */
public final class Bookkeeper implements AutoCloseable {

    private final LedgerTables tables;
    private final Outbox outbox;
    private final LongWork longWork;
    private final ItemParts items;
    private final RefusedCommands refusals;
    private final AlikePictures alike;
    private final BatchTraces traces;
    private final LedgerPolicies policies;
    private final BatchDecisions batchDecisions;
    private final PictureDecisions pictureDecisions = new PictureDecisions();
    private final ResultDecisions resultDecisions;
    private final Workforces workforces;
    private final Dispatcher dispatcher;
    private final Rounds rounds;
    private final Lookout lookout;
    private final Prospects prospects;
    private final Departures departures;
    private final Map<BatchId, OpenBatch> open = new LinkedHashMap<>();

    public Bookkeeper(LedgerTables tables, Outbox outbox, SharedServices services, LedgerPolicies policies) {
        this.tables = tables;
        this.outbox = outbox;
        this.longWork = services.longWork();
        this.items = services.items();
        this.refusals = services.refusals();
        this.alike = services.alike();
        this.traces = services.traces();
        this.policies = policies;
        this.batchDecisions = new BatchDecisions(policies.cancelGrace());
        this.resultDecisions = new ResultDecisions(policies.retries(), policies.spared(), policies.nearDuplicates());
        this.workforces = new Workforces(services.capacity());
        this.dispatcher = new Dispatcher(tables, this::carryOut, services, policies, workforces);
        this.rounds = new Rounds(dispatcher, services, policies, workforces);
        this.lookout = new Lookout(workforces, services);
        this.prospects = new Prospects(services, policies, workforces);
        this.departures = new Departures(tables, outbox, policies.retention(), policies.mostPerTick());
        tables.activeBatches().forEach(entry -> open.put(entry.id(), OpenBatch.found(entry)));
    }

    /** Carries out a command; one that the batch's status does not allow changes nothing and is told as refused. */
    public void command(BatchCommand command, Instant now) {
        OpenBatch batch = open.get(command.batchId());
        BatchEntry entry = batch == null ? tables.batch(command.batchId()) : batch.entry();
        boolean departed = entry == null && tables.hasDeparted(command.batchId());
        if (command instanceof BatchCommand.Purge
                && (departed || entry != null && entry.status().isTerminal())) {
            departures.purge(command.batchId());
            return;
        }
        if (departed) {
            refusals.refused(command, null);
            return;
        }
        if (entry == null && command instanceof BatchCommand.Rebuild rebuild) {
            rebuild(rebuild.batch());
            return;
        }
        Optional<Decision> decision =
                command.accept(new CommandDecisions(batchDecisions, pictureDecisions, tables::task, entry, now));
        if (decision.isEmpty()) {
            refusals.refused(command, entry == null ? null : entry.status());
            return;
        }
        BatchEntry next = decision.get().batch();
        if (entry != null && entry.status().isTerminal()) {
            amendEnded(entry, decision.get(), now);
            return;
        }
        OpenBatch concerned = open.computeIfAbsent(next.id(), id -> OpenBatch.created(next));
        carryOut(concerned, decision.get());
        flush(concerned, now);
    }

    /** Of which nothing is left but what everyone is told. */
    private void rebuild(Batch ended) {
        tables.depart(ended.id(), new Departed(ended.id(), ended.renderfarm().updatedAt()));
        outbox.status(ended, List.of());
    }

    /** What is said of a batch that has ended is told, and opens it no more. */
    private void amendEnded(BatchEntry ended, Decision decision, Instant now) {
        if (decision.batch() == ended) {
            return;
        }
        OpenBatch batch = OpenBatch.found(ended);
        carryOut(batch, decision);
        tell(batch, now);
        chronicle(batch, true, now);
        tables.put(batch.entry());
    }

    /** Books a worker's report; one of a task that has settled changes nothing. */
    public void result(TaskResult result, Instant now) {
        OpenBatch batch = open.get(result.taskId().batchId());
        if (batch == null) {
            return;
        }
        Workforce workforce = workforces.of(batch.entry().model());
        Decision decision = resultDecisions.result(batch.entry(), tables::task, result, workforce, now);
        if (NearDuplicates.isFoundBy(decision, tables::task)) {
            alike.found(result.taskId());
        }
        carryOut(batch, decision);
        flush(batch, now);
    }

    /** To be called every 100 ms or so: fires timers, gives out tasks, publishes progress, asks for long work. */
    public void tick(Instant now) {
        workforces.lookAnew();
        open.values().forEach(batch -> dispatcher.wake(batch, now));
        tables.due(now, policies.mostPerTick()).forEach(timer -> fire(timer, now));
        lookout.look(open.values(), now);
        prospects.look(open.values(), now);
        rounds.giveOut(open.values(), now);
        for (OpenBatch batch : List.copyOf(open.values())) {
            flush(batch, now);
            askForLongWork(batch.entry());
        }
        departures.look(now);
    }

    /** Whether no batch is open and none leaves, so that {@link #tick} is in no hurry until the next command. */
    public boolean isIdle() {
        return open.isEmpty() && !departures.isAtWork();
    }

    /** Gives up its share of the farm and the items read ahead. The tables keep all that is needed to go on. */
    @Override
    public void close() {
        open.keySet().forEach(rounds::leave);
        open.keySet().forEach(items::forget);
        open.clear();
    }

    private void fire(Timer timer, Instant now) {
        tables.clear(timer);
        OpenBatch batch = open.get(timer.batchId());
        if (batch == null) {
            return;
        }
        switch (timer.kind()) {
            case EXPIRY -> carryOut(batch, batchDecisions.expired(batch.entry(), now));
            case GRACE -> carryOut(batch, batchDecisions.graceEnded(batch.entry(), now));
            case WATCHDOG, RETRY -> dispatcher.taskTimer(batch, timer, now);
        }
    }

    private void carryOut(OpenBatch batch, Decision decision) {
        batch.become(decision.batch());
        if (decision.task() != null) {
            tables.put(decision.task());
        }
        decision.others().forEach(tables::put);
        decision.cleared().forEach(tables::clear);
        decision.set().forEach(tables::set);
        batch.noteTimers(decision.set(), decision.task());
        if (decision.dispatch() != null) {
            outbox.dispatch(decision.dispatch());
        }
        if (decision.deadLetter() != null) {
            outbox.deadLetter(decision.deadLetter());
        }
    }

    private void flush(OpenBatch batch, Instant now) {
        boolean tells = batch.needsStatusRecord(now, policies.progressInterval());
        if (tells) {
            tell(batch, now);
        }
        chronicle(batch, tells, now);
        if (batch.takeUnsaved()) {
            tables.put(batch.entry());
        }
        if (batch.entry().status().isTerminal()) {
            open.remove(batch.entry().id());
            rounds.end(batch.entry());
            items.forget(batch.entry().id());
            tellTrace(batch.entry());
        }
    }

    private void tell(OpenBatch batch, Instant now) {
        List<Integer> delivered = batch.entry().untoldPictures();
        batch.published(now);
        outbox.status(batch.entry().view(), delivered);
    }

    /** @param withSums now and then, since they change with every result */
    private void chronicle(OpenBatch batch, boolean withSums, Instant now) {
        batch.chronicle(tables::history, withSums, now)
                .ifPresent(history -> tables.put(batch.entry().id(), history));
    }

    private void tellTrace(BatchEntry ended) {
        Traceparent traceparent = ended.submission().traceparent();
        if (traceparent != null) {
            traces.ended(ended.view(), traceparent);
        }
    }

    private void askForLongWork(BatchEntry batch) {
        if (batch.status() == BatchStatus.VALIDATING) {
            longWork.validate(batch.submission().command());
        } else if (batch.status() == BatchStatus.FINALIZING) {
            longWork.finish(batch);
        }
    }
}
