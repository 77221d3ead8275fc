package dev.renderfarm.coordinator.identity;

import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.objectstore.owner.BucketMark;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether topics and bucket belong together, and marks those of a new farm. Of the first starts at the same
 * moment the bucket lets one mark it and the topics let one claim them; the others see whose they are. Until it is
 * settled nothing else may use either. Safe for use by several threads.
 */
public final class FarmOwnership implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FarmOwnership.class);
    /** Claim, mark, confirm, and one to spare. */
    private static final int LOOKS = 4;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final FarmSettings settings;
    private final IdentityTopic topic;
    private final ObjectStore objects;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile @Nullable FarmIdentity farm;
    private volatile @Nullable String refusal;
    private volatile @Nullable String problem = "bucket and topics have not been compared yet";

    /** @param objects the bucket, whosever it is */
    public FarmOwnership(
            FarmSettings settings,
            IdentityTopic topic,
            ObjectStore objects,
            InstantSource clock,
            RandomGenerator random) {
        this.settings = settings;
        this.topic = topic;
        this.objects = objects;
        this.clock = clock;
        this.random = random;
    }

    /** Tries until it is settled; returns then, or when it is interrupted. */
    @Override
    public void run() {
        try {
            while (!attempt()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whose topics and bucket these are, once both tell the same. */
    public Optional<FarmId> farm() {
        return Optional.ofNullable(farm).map(FarmIdentity::id);
    }

    /** Why this process must not run: nothing but another configuration can help. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Why it is not settled yet, for whoever runs the farm. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** @return whether it is settled, one way or the other */
    boolean attempt() throws InterruptedException {
        try {
            for (int look = 0; look < LOOKS; look++) {
                if (isSettled()) {
                    problem = null;
                    return true;
                }
            }
            return tryAgain("bucket and topics were marked and do not keep it");
        } catch (BrokerUnavailableException | StorageException | MalformedJsonException | NewerSchemaException e) {
            return tryAgain(String.valueOf(e.getMessage()));
        }
    }

    private boolean tryAgain(String found) {
        if (!found.equals(problem)) {
            LOG.atWarn().addKeyValue("problem", found).log("bucket and topics cannot be compared, trying again");
        }
        problem = found;
        return false;
    }

    /** What was just marked and claimed is looked at again: somebody may have been first. */
    private boolean isSettled() throws InterruptedException {
        TopicsFound topics = topic.look(settings.ledger());
        BucketFound bucket = look();
        Optional<String> reason = new OwnershipRules(settings).refusal(topics, bucket);
        if (reason.isPresent()) {
            refusal = reason.get();
            return true;
        }
        if (topics.identity().isPresent() && topics.identity().equals(bucket.identity())) {
            farm = topics.identity().get();
            return true;
        }
        bringTogether(topics, bucket);
        return false;
    }

    private BucketFound look() {
        if (!objects.hasBucket()) {
            return new BucketFound(false, Optional.empty(), false);
        }
        boolean used = objects.holdsAny(ObjectKeys.UPLOADS) || objects.holdsAny(ObjectKeys.BATCHES);
        return new BucketFound(true, new BucketMark(objects).read(), used);
    }

    /** The bucket first, so that workers find its mark once the topics have theirs. */
    private void bringTogether(TopicsFound topics, BucketFound bucket) throws InterruptedException {
        if (!bucket.exists()) {
            objects.ensureBucket();
        }
        BucketMark mark = new BucketMark(objects);
        if (topics.identity().isPresent()) {
            FarmIdentity owner = topics.identity().get();
            mark.write(owner);
            LOG.atInfo().addKeyValue("farm", owner.id()).log("the bucket is marked as the farm's");
        } else {
            FarmIdentity owner = named(mark.writeUnlessMarked(bucket.identity().orElseGet(this::draft)));
            topic.claim(owner);
            LOG.atInfo().addKeyValue("farm", owner.id()).log("the topics are claimed for the farm");
        }
    }

    private FarmIdentity draft() {
        return new FarmIdentity(
                FarmId.random(random),
                settings.name(),
                settings.ledger(),
                settings.bucket(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                false);
    }

    /** As the topics get it, which may be others than those that the bucket knew. */
    private FarmIdentity named(FarmIdentity marked) {
        return new FarmIdentity(
                marked.id(), settings.name(), settings.ledger(), settings.bucket(), marked.createdAt(), true);
    }
}
