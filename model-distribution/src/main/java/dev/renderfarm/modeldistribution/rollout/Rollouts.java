package dev.renderfarm.modeldistribution.rollout;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.modeldistribution.published.DistributionException;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/**
 * The rollouts of one model, beside its packages: {@code PREFIX/NAME/rollouts/NUMBER.json}. None is ever changed; the
 * one of the largest number counts. Of several who write the same number one succeeds, so that two rolls do not fight.
 */
public final class Rollouts {

    private static final String FOLDER = "rollouts";
    private static final String NAME = "%010d.json";
    private static final int LIMIT = 1 << 16;

    private final ObjectStore bucket;
    private final PackageAddress model;

    /** @param model below which the packages of the model lie: {@code s3://BUCKET/models/NAME} */
    public Rollouts(ObjectStore bucket, PackageAddress model) {
        this.bucket = bucket;
        this.model = model;
    }

    /** A rollout and its number, from 1. */
    public record Revision(long number, Rollout rollout) {}

    /**
     * The one that counts; empty before the first.
     *
     * @throws DistributionException if it cannot be understood
     */
    public Optional<Revision> latest() {
        Optional<String> last = Optional.empty();
        for (Iterator<String> keys = bucket.list(model.key(FOLDER) + "/", ""); keys.hasNext(); ) {
            String key = keys.next();
            last = isRevision(key) ? Optional.of(key) : last;
        }
        return last.map(this::read);
    }

    /**
     * Puts one after another.
     *
     * @param number of the one that it replaces, 0 for the first
     * @return its number; empty where somebody else wrote that number before
     */
    public Optional<Revision> append(long number, Rollout rollout) {
        long next = number + 1;
        boolean written = bucket.putIfAbsent(key(next), Json.bytes(rollout), "application/json");
        return written ? Optional.of(new Revision(next, rollout)) : Optional.empty();
    }

    private String key(long number) {
        return model.key(FOLDER + "/" + String.format(Locale.ROOT, NAME, number));
    }

    private static boolean isRevision(String key) {
        return key.matches(".*/\\d{10}\\.json");
    }

    private Revision read(String key) {
        String digits = key.substring(key.lastIndexOf('/') + 1, key.lastIndexOf('.'));
        try (InputStream in = bucket.get(key)) {
            return new Revision(Long.parseLong(digits), Json.read(in.readNBytes(LIMIT), Rollout.class));
        } catch (MalformedJsonException e) {
            throw new DistributionException(
                    FailureCode.INVALID_REQUEST,
                    model,
                    key + " is no rollout: " + e.getMessage(),
                    "delete that object, so that the one before it counts");
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }
}
